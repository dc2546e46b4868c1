using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace AudienceTools.Cmdlets.Contacts;

/// <summary>Takes an encoding as PowerShell's own commands do: by name, by code page, or as an object.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EncodingTransformationAttribute : ArgumentTransformationAttribute
{
    static EncodingTransformationAttribute() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        try
        {
            return value switch
            {
                string text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var page) => Encoding.GetEncoding(page),
                string text => ByName(text),
                int page => Encoding.GetEncoding(page),
                _ => value,
            };
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw new ArgumentTransformationMetadataException(
                IsUtf7(value)
                    ? "UTF-7 is not read: it is obsolete and was never safe. Save the file as UTF-8."
                    : $"'{value}' is no encoding. Use a name such as utf8, latin1 or windows-1252, or a code page's number.",
                exception);
        }
    }

    private static bool IsUtf7(object value) =>
        $"{value}".Replace("-", "", StringComparison.Ordinal).ToUpperInvariant() is "UTF7" or "65000";

    // The names that Import-Csv knows, where they aren't those of .NET.
    private static Encoding ByName(string name) => name.ToUpperInvariant() switch
    {
        "UTF8" or "UTF8BOM" or "UTF8NOBOM" or "DEFAULT" => Encoding.UTF8,
        "UNICODE" or "STRING" or "UNKNOWN" => Encoding.Unicode,
        "BIGENDIANUNICODE" => Encoding.BigEndianUnicode,
        "UTF32" => Encoding.UTF32,
        "BIGENDIANUTF32" => new UTF32Encoding(bigEndian: true, byteOrderMark: true),
        "UTF7" => throw new NotSupportedException(),
        "ANSI" => Encoding.GetEncoding(CultureInfo.CurrentCulture.TextInfo.ANSICodePage),
        "OEM" => Encoding.GetEncoding(CultureInfo.CurrentCulture.TextInfo.OEMCodePage),
        _ => Encoding.GetEncoding(name),
    };
}
