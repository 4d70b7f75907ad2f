using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Commands;

/// <summary>A command of Part 3 as a plain value.</summary>
public interface ITpmCommand<TSelf, TResponse>
    where TSelf : ITpmCommand<TSelf, TResponse>
    where TResponse : ITpmResponse<TResponse>
{
    /// <summary>Its table in Part 3.</summary>
    static abstract CommandShape Shape { get; }

    /// <summary>The handles of <see cref="Shape"/>, in order.</summary>
    IReadOnlyList<TpmHandle> Handles { get; }

    /// <summary>Reads the parameters of a command whose handles were read before.</summary>
    static abstract TSelf Read(IReadOnlyList<TpmHandle> handles, WireReader reader);

    /// <summary>Writes the parameter area.</summary>
    void Write(WireWriter writer);
}

/// <summary>A response of Part 3 as a plain value.</summary>
public interface ITpmResponse<TSelf>
    where TSelf : ITpmResponse<TSelf>
{
    /// <summary>The handle that the response begins with, or null.</summary>
    uint? Handle => null;

    /// <summary>Reads the parameters.</summary>
    /// <param name="handle">The handle read before; 0 where the response has none.</param>
    /// <param name="reader">The parameter area.</param>
    static abstract TSelf Read(uint handle, WireReader reader);

    /// <summary>Writes the parameter area.</summary>
    void Write(WireWriter writer);
}

/// <summary>The response of a command that answers only "done".</summary>
public sealed record EmptyResponse : ITpmResponse<EmptyResponse>
{
    public static EmptyResponse Read(uint handle, WireReader reader) => new();

    public void Write(WireWriter writer)
    {
    }
}
