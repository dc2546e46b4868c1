using System.Text.Json;

namespace AudienceTools.Server.OliAI;

/// <summary>What an import is made with; for the description only, contacts are read as a stream. The webhook is never called.</summary>
internal sealed record NewImport(IReadOnlyList<JsonElement>? Contacts = null, string? AudienceId = null, string? WebhookUrl = null);

/// <summary>What of it stands beside the contacts.</summary>
internal sealed record ImportFields(string? AudienceId = null);

/// <summary>An import that was taken.</summary>
internal sealed record ImportTaken(string ImportId, string Status, int Total);

/// <summary>How an import stands. Contacts that can't be taken are counted both as failed and as errors.</summary>
internal sealed record ImportBody(
    string Id, string Status, int Total, int Created, int Updated, int Failed, int ErrorCount, string? CompletedAt);
