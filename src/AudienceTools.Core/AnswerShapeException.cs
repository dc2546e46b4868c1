namespace AudienceTools.Core;

/// <summary>
/// A successful answer lacks what it must have, so that nothing can be said of what it is about: never that there is nothing. The
/// message goes on after "JSON that".
/// </summary>
internal sealed class AnswerShapeException(string what) : Exception(what)
{
    public static AnswerShapeException Lacks(string name) => new($"lacks '{name}', or has something else in its place");
}
