namespace CsvHelper;

/// <summary>Has the name of the type that the module uses, and nothing else of it.</summary>
public sealed class CsvReader;
