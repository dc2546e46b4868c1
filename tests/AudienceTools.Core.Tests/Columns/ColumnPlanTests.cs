using AudienceTools.Core.Columns;
using AudienceTools.Core.Reading;

namespace AudienceTools.Core.Tests.Columns;

public class ColumnPlanTests
{
    [Theory]
    [InlineData("phone")]
    [InlineData("Phone")]
    [InlineData(" PHONE ")]
    [InlineData("phoneNumber")]
    [InlineData("phone_number")]
    [InlineData("Phone Number")]
    [InlineData("phone-number")]
    [InlineData("phone1")]
    [InlineData("Mobile No")]
    [InlineData("Mobile No.")]
    [InlineData("msisdn")]
    [InlineData("MSISDN")]
    [InlineData("contact_number")]
    [InlineData("Cell Phone")]
    [InlineData("Telephone")]
    [InlineData("\ufeffphone")]
    public void The_phone_column_is_found_by_its_name(string name)
    {
        var plan = Plan(["first name", name, "City"]);
        Assert.Equal(1, plan.PhoneIndex);
        Assert.Equal([0, 2], plan.SourceIndexes);
        Assert.Equal(["first name", "City"], plan.TargetNames);
        Assert.Empty(plan.Renamed);
    }

    [Fact]
    public void Two_candidates_are_an_error_that_names_both()
    {
        var error = Fails(AudienceErrorCode.AmbiguousPhoneColumn, ["Phone", "name", "Mobile No"]);
        Assert.Contains("'Phone', 'Mobile No'", error.Message, StringComparison.Ordinal);
        Assert.Contains("-PhoneColumn", error.Message, StringComparison.Ordinal);
        Fails(AudienceErrorCode.AmbiguousPhoneColumn, ["phone", "phone"]);
        Fails(AudienceErrorCode.AmbiguousPhoneColumn, ["phone", "phone"], new ColumnOptions { PhoneColumn = "phone" });
    }

    [Fact]
    public void The_column_that_was_named_is_taken_in_any_case()
    {
        Assert.Equal(2, Plan(["Phone", "name", "Mobile No"], new ColumnOptions { PhoneColumn = "mobile no" }).PhoneIndex);
        Assert.Equal(0, Plan(["Rufnummer", "name"], new ColumnOptions { PhoneColumn = "Rufnummer" }).PhoneIndex);
        Assert.Equal(1, Plan(["TEL", "Tel", "tel "], new ColumnOptions { PhoneColumn = "Tel" }).PhoneIndex);
        Assert.Equal(1, Plan(["tel ", "TEL"], new ColumnOptions { PhoneColumn = "Tel" }).PhoneIndex);
    }

    [Theory]
    [InlineData("Customer ID", "Customer_ID")]
    [InlineData("customer id", "Customer_ID")]
    [InlineData("City", "town")]
    [InlineData("Phone", "phoneNumber")]
    public void The_column_that_identifies_contacts_has_the_name_that_it_travels_under(string asked, string name)
    {
        var options = new ColumnOptions
        {
            IdentifierColumn = asked, ColumnMap = Map(("City", "town")), NameRule = ColumnNameRule.LettersDigitsUnderscore,
        };
        Assert.Equal(name, Plan(["Phone", "Customer ID", "City"], options).IdentifierName);
        Assert.Null(Plan(["Phone", "Customer ID", "City"]).IdentifierName);
    }

    [Fact]
    public void A_column_that_identifies_contacts_and_is_not_there_or_there_twice_is_an_error()
    {
        var options = new ColumnOptions { IdentifierColumn = "Customer" };
        Assert.Contains("-IdentifierColumn", Fails(AudienceErrorCode.UnknownColumn, ["Phone", "Customer ID"], options).Message, StringComparison.Ordinal);
        Assert.Contains("several", Fails(AudienceErrorCode.UnknownColumn, ["Phone", "customer", "customer"], options).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_that_was_named_and_is_not_there_is_an_error_that_lists_what_is()
    {
        var error = Fails(AudienceErrorCode.UnknownColumn, ["Phone", "name"], new ColumnOptions { PhoneColumn = "Tel" });
        Assert.Contains("'Tel'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'Phone', 'name'", error.Message, StringComparison.Ordinal);
        Fails(AudienceErrorCode.UnknownColumn, ["Phone"], new ColumnOptions { ColumnMap = Map(("Given name", "firstName")) });
    }

    [Fact]
    public void No_phone_column_is_an_error_that_lists_what_is_there()
    {
        var error = Fails(AudienceErrorCode.NoPhoneColumn, ["name", "number", "City"]);
        Assert.Contains("'name', 'number', 'City'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_as_they_came_and_differ_by_case_where_the_service_tells_case_apart()
    {
        var names = new RowHeader(["phone", "City", "city", "CITY ", "City", "PhoneNumber"]);
        var exact = ColumnPlan.Create(names, new ColumnOptions { PhoneColumn = "phone", NamesHaveCase = true });
        Assert.Equal(["City", "city", "CITY ", "City_2", "PhoneNumber_2"], exact.TargetNames);
        var folded = ColumnPlan.Create(names, new ColumnOptions { PhoneColumn = "phone" });
        Assert.Equal(["City", "city_2", "CITY ", "City_3", "PhoneNumber_2"], folded.TargetNames);
    }

    [Fact]
    public void A_column_without_a_name_travels_in_the_rows_that_have_a_value_there()
    {
        var plan = Plan(["phone", "", "City", ""]);
        Assert.Empty(plan.Renamed);
        Assert.Equal("City: Pune", Sent(null, "Pune", ""));
        Assert.Equal("Column2: x, City: ", Sent("x", null, ""));
        Assert.Equal("Column2: x, City: , Column4: y", Sent("x", "", "y"));
        Assert.Equal("City: Goa, Column4:  ", Sent("", "Goa", " "));
        Assert.Same(NamesOf("a", "b", ""), NamesOf("c", "d", null));
        Assert.Equal(["Column4"], plan.Nameless(NamesOf("", "b", "c")));

        string Sent(params string?[] values) => string.Join(", ", plan.NamesOf(ref values).Zip(values, static (name, value) => $"{name}: {value}"));

        IReadOnlyList<string> NamesOf(params string?[] values) => plan.NamesOf(ref values);
    }

    [Fact]
    public void A_lone_column_is_the_phone_column_only_where_it_is_known_for_one_or_named()
    {
        Assert.Contains("-PhoneColumn", Fails(AudienceErrorCode.NoPhoneColumn, ["Rufnummer"]).Message, StringComparison.Ordinal);
        Assert.Equal(0, Plan(["Rufnummer"], new ColumnOptions { PhoneColumn = "Rufnummer" }).PhoneIndex);
        Assert.Equal(0, ColumnPlan.Create(new RowHeader(["Rufnummer"]) { IsGiven = true }, new ColumnOptions()).PhoneIndex);
        Assert.Equal(0, Plan(["Telephone"]).PhoneIndex);
    }

    [Theory]
    [InlineData("Name;Phone", "';'")]
    [InlineData("Name\tRufnummer", "\"`t\"")]
    [InlineData("\"Name\"|\"Mobile\"", "'|'")]
    [InlineData("Name,Phone", "','")]
    public void A_delimiter_that_was_not_given_is_named(string name, string delimiter)
    {
        Assert.Contains($"Import-Csv (or ConvertFrom-Csv) -Delimiter {delimiter}", Fails(AudienceErrorCode.NoPhoneColumn, [name]).Message, StringComparison.Ordinal);
        var options = new ColumnOptions { PhoneColumn = "Phone" };
        Assert.Contains($"-Delimiter {delimiter}", Fails(AudienceErrorCode.NoPhoneColumn, [name], options).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Objects_whose_comma_was_the_delimiter_already_come_of_lines_in_quotes()
    {
        Assert.Contains("each line stands in quotes as a whole", Fails(AudienceErrorCode.NoPhoneColumn, ["Name,Phone"]).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("in quotes", Fails(AudienceErrorCode.NoPhoneColumn, ["Name;Phone"]).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ann@example.com")]
    [InlineData("28/11/2026")]
    [InlineData("020 7946 0901 ext 4")]
    [InlineData("tel:+442079460901")]
    [InlineData("Please call these people.")]
    [InlineData("7")]
    public void A_first_line_of_data_is_no_header(string cell)
    {
        var error = Fails(AudienceErrorCode.MissingHeader, [cell]);
        Assert.DoesNotContain(cell, error.Message, StringComparison.Ordinal);
        Assert.Contains("-Header", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, Plan([cell, "Phone"]).PhoneIndex);
    }

    [Theory]
    [InlineData("Name,City", "Ann,Leeds|Name,Phone", "-HeaderRow 3")]
    [InlineData("Callback list", "Name,Nummer|Ann,030", "-HeaderRow 2")]
    [InlineData("Phones", "Name,Mobile,City|Ann,030,York", "-HeaderRow 2")]
    [InlineData("Name,City", "Ann,Leeds|mobile,+442079460901", null)]
    [InlineData("Mobile,+442079460901", "Mobile,+442079460902", null)]
    [InlineData("Phone list", "Ann,+442079460901,York|Bob,+442079460902,|Cy,+442079460903,Leeds", "-Header with 3 names and -HeaderRow 1")]
    [InlineData(",Phone list,", "Ann,+442079460901|Bob,+442079460902,", "-Header with 2 names and -HeaderRow 1")]
    [InlineData("Ring,,", "+442079460901,,|+442079460902,,", null)]
    public void The_line_that_looks_like_the_header_is_named(string first, string below, string? advice)
    {
        LineBelow[] lines = [.. below.Split('|').Select((line, i) => new LineBelow(i + 2, line.Split(',')))];
        var header = new RowHeader(first.Split(',')) { Row = 1, Source = "list.csv", Below = lines };
        var error = Assert.Throws<AudienceException>(() => ColumnPlan.Create(header, new ColumnOptions()));
        Assert.StartsWith("'list.csv': ", error.Message, StringComparison.Ordinal);
        Assert.Equal(advice is not null, error.Message.Contains("-HeaderRow", StringComparison.Ordinal));
        Assert.Contains(advice ?? "", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("44207946", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("+442079460958")]
    [InlineData("442079460958")]
    [InlineData("9.16E+11")]
    public void A_header_that_is_a_phone_number_is_an_error_that_does_not_show_it(string number)
    {
        Assert.DoesNotContain(number, Fails(AudienceErrorCode.MissingHeader, [number]).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Ann", Fails(AudienceErrorCode.MissingHeader, ["Ann", number]).Message, StringComparison.Ordinal);
        Fails(AudienceErrorCode.MissingHeader, ["Ann", number], new ColumnOptions { PhoneColumn = "phone" });
    }

    [Fact]
    public void A_date_as_a_name_beside_a_phone_column_is_a_name() => Assert.Equal(["2026-01-31"], Plan(["phone", "2026-01-31"]).TargetNames);

    [Fact]
    public void Columns_are_renamed_as_asked_and_that_is_no_news()
    {
        var plan = Plan(["Given name", "phone"], new ColumnOptions { ColumnMap = Map(("given NAME", "firstName")) });
        Assert.Equal(["firstName"], plan.TargetNames);
        Assert.Empty(plan.Renamed);
    }

    [Fact]
    public void Mapping_a_column_to_the_name_of_the_phone_number_makes_it_the_phone_column()
    {
        var plan = Plan(["phone", "Handy"], new ColumnOptions { ColumnMap = Map(("Handy", "phoneNumber")) });
        Assert.Equal(1, plan.PhoneIndex);
        Assert.Equal(["phone"], plan.TargetNames);
        Assert.Equal(0, Plan(["Rufnummer", "name"], new ColumnOptions { ColumnMap = Map(("Rufnummer", "phone")) }).PhoneIndex);
        Assert.Equal(1, Plan(["phone", "mobile"], new ColumnOptions { ColumnMap = Map(("phone", "oldPhone")) }).PhoneIndex);
        Fails(AudienceErrorCode.InvalidColumnMap, ["phone", "name"], new ColumnOptions { ColumnMap = Map(("name", " ")) });
    }

    [Fact]
    public void Doubled_empty_and_clashing_names_become_unique_and_are_told()
    {
        var plan = Plan(["City", "phone", "city", "", "City_2", "PhoneNumber "], new ColumnOptions { PhoneColumn = "phone" });
        Assert.Equal(["City", "city_3", "Column4", "City_2", "PhoneNumber_2"], plan.TargetNames);
        Assert.Equal([("city", "city_3"), ("PhoneNumber ", "PhoneNumber_2")], plan.Renamed);
    }

    [Fact]
    public void Names_that_the_service_refuses_are_mapped_without_clashes_and_a_good_name_stays()
    {
        var options = new ColumnOptions { NameRule = ColumnNameRule.LettersDigitsUnderscore };
        var plan = Plan(["first name", "first_name", "first-name", "Straße", "phone"], options);
        Assert.Equal(["first_name_2", "first_name", "first_name_3", "Stra_e"], plan.TargetNames);
        Assert.Equal([("first name", "first_name_2"), ("first-name", "first_name_3"), ("Straße", "Stra_e")], plan.Renamed);
    }

    [Fact]
    public void The_columns_of_a_failure_file_are_dropped_wherever_all_three_stand()
    {
        Assert.Equal(["City"], Plan(["phone", "City", "RowNumber", "ReasonCode", "Reason"]).TargetNames);
        Assert.Equal(["City", "RowNumber", "Reason"], Plan(["phone", "City", "RowNumber", "Reason"]).TargetNames);
        Assert.Equal(["City"], Plan(["phone", "RowNumber", "ReasonCode", "Reason", "City"]).TargetNames);
        Assert.Empty(Plan(["Rufnummer", "RowNumber", "ReasonCode", "Reason"]).TargetNames);
    }

    private static ColumnPlan Plan(string[] names, ColumnOptions? options = null) =>
        ColumnPlan.Create(new RowHeader(names), options ?? new ColumnOptions());

    private static AudienceException Fails(AudienceErrorCode code, string[] names, ColumnOptions? options = null)
    {
        var error = Assert.Throws<AudienceException>(() => Plan(names, options));
        Assert.Equal(code, error.Code);
        return error;
    }

    private static Dictionary<string, string> Map(params (string From, string To)[] pairs) =>
        pairs.ToDictionary(pair => pair.From, pair => pair.To, StringComparer.Ordinal);

    [Fact]
    public void Doubled_names_cost_no_more_than_others()
    {
        const int count = 16_384;
        const long most = 100 << 20;
        var before = GC.GetAllocatedBytesForCurrentThread();

        var doubled = ColumnPlan.Create(new RowHeader(["phone", .. Enumerable.Repeat("a", count)]), new ColumnOptions());
        var taken = FailureMarks.NamesBeside(
            ["Reason", .. Enumerable.Range(2, count).Select(static n => $"RowNumber_{n}")]);

        Assert.Equal(["a", "a_2", "a_3"], doubled.TargetNames.Take(3));
        Assert.Equal($"a_{count}", doubled.TargetNames[^1]);
        Assert.Equal($"RowNumber_{count + 2}", taken[0]);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, most);
    }
}
