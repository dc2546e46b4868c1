namespace AudienceTools.Core.Import;

/// <summary>How an import ended.</summary>
/// <param name="Audience">The audience; null where none was created.</param>
/// <param name="Receipt">The account of each row that was read.</param>
/// <param name="Failure">What ended it early, or null. A cancelled import has an <see cref="OperationCanceledException"/>.</param>
public sealed record ImportOutcome(Audience? Audience, AudienceImportReceipt Receipt, Exception? Failure);
