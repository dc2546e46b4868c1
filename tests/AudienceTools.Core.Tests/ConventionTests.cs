using System.Reflection;
using AudienceTools.Core.Http;

namespace AudienceTools.Core.Tests;

/// <summary>Holds Core to what the design says of it.</summary>
public sealed class ConventionTests
{
    private static readonly Assembly Core = typeof(AudienceClient).Assembly;

    [Fact]
    public void Core_knows_neither_PowerShell_nor_the_console() =>
        Assert.DoesNotContain(
            Core.GetReferencedAssemblies(),
            reference => reference.Name is "System.Console" || reference.Name!.StartsWith("System.Management.Automation", StringComparison.Ordinal));

    [Fact]
    public void Core_references_the_models_and_never_the_other_way() =>
        Assert.DoesNotContain(
            typeof(Audience).Assembly.GetReferencedAssemblies(),
            reference => reference.Name!.StartsWith("AudienceTools", StringComparison.Ordinal));

    [Fact]
    public void What_the_http_core_shows_is_its_observer_and_the_dialects_show_nothing()
    {
        Assert.Equal(
            [nameof(IRequestObserver), nameof(RequestAttempt), nameof(RequestWait)],
            Core.GetExportedTypes().Where(type => type.Namespace == typeof(IRequestObserver).Namespace).Select(type => type.Name).Order());
        Assert.DoesNotContain(Core.GetExportedTypes(), type => type.Namespace == "AudienceTools.Core.Dialects");
    }

    [Fact]
    public void A_member_has_no_property_that_an_export_would_have_beside_its_columns_and_no_column_takes_the_name_of_a_method()
    {
        Assert.Empty(typeof(AudienceMember).GetProperties());
        var methods = typeof(AudienceMember).GetMethods().Select(static method => method.Name).Distinct().ToList();
        Assert.Empty(new MemberColumns(methods).ShownNames.Intersect(methods));
    }

    [Fact]
    public void Every_error_code_has_its_own_value() =>
        Assert.Equal(Enum.GetNames<AudienceErrorCode>().Length, Enum.GetValues<AudienceErrorCode>().Distinct().Count());
}
