namespace AudienceTools.Core; internal static class Placeholder;
