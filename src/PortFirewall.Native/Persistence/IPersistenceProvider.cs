namespace PortFirewall;

/// <summary>Something that keeps rules over a restart: it knows its files, and how to have them written.</summary>
internal interface IPersistenceProvider
{
    /// <summary>The name by which a user knows it.</summary>
    string Name { get; }

    /// <summary>The command that saves, as it could be typed.</summary>
    Task<string> DescribeSaveAsync(SaveRequest request, CancellationToken cancellation);

    /// <summary>The file for a family, as seen from outside of any namespace.</summary>
    string FileFor(SaveRequest request, AddressFamily family);

    /// <summary>The families whose files are written, whichever were asked for.</summary>
    IReadOnlyList<AddressFamily> FamiliesWritten(SaveRequest request);

    /// <summary>Checks, before anything is touched, that saving can mean what was asked.</summary>
    Task CheckAsync(SaveRequest request, CancellationToken cancellation);

    /// <summary>Writes the files.</summary>
    Task SaveAsync(SaveRequest request, CancellationToken cancellation);
}
