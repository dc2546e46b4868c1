namespace AudienceTools.Cmdlets.Bases;

/// <summary>Where a command's page is found with <c>Get-Help -Online</c>. The pages' own front matter repeats it; a test compares.</summary>
internal static class HelpPage
{
    public const string Folder = "https://github.com/AudienceTools/AudienceTools/blob/main/docs/en-US/";
}
