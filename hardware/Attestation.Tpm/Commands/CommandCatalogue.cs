using System.Collections.Frozen;
using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Commands;

/// <summary>Every command that this library speaks, by code: what a recorder, a mock TPM or a contract test needs.</summary>
public static class CommandCatalogue
{
    public static IReadOnlyList<CommandEntry> All { get; } =
    [
        CommandEntry.Of<Startup, EmptyResponse>(),
        CommandEntry.Of<Shutdown, EmptyResponse>(),
        CommandEntry.Of<GetCapability, GetCapabilityResponse>(),
        CommandEntry.Of<TestParms, EmptyResponse>(),
        CommandEntry.Of<ReadPublic, ReadPublicResponse>(),
        CommandEntry.Of<CreatePrimary, CreatePrimaryResponse>(),
        CommandEntry.Of<Create, CreateResponse>(),
        CommandEntry.Of<Load, LoadResponse>(),
        CommandEntry.Of<LoadExternal, LoadExternalResponse>(),
        CommandEntry.Of<Import, ImportResponse>(),
        CommandEntry.Of<FlushContext, EmptyResponse>(),
        CommandEntry.Of<EvictControl, EmptyResponse>(),
        CommandEntry.Of<ContextSave, ContextSaveResponse>(),
        CommandEntry.Of<ContextLoad, ContextLoadResponse>(),
        CommandEntry.Of<NvReadPublic, NvReadPublicResponse>(),
        CommandEntry.Of<NvRead, NvReadResponse>(),
        CommandEntry.Of<NvDefineSpace, EmptyResponse>(),
        CommandEntry.Of<NvUndefineSpace, EmptyResponse>(),
        CommandEntry.Of<NvWrite, EmptyResponse>(),
        CommandEntry.Of<StartAuthSession, StartAuthSessionResponse>(),
        CommandEntry.Of<PolicySecret, PolicySecretResponse>(),
        CommandEntry.Of<PolicyPcr, EmptyResponse>(),
        CommandEntry.Of<PolicyCommandCode, EmptyResponse>(),
        CommandEntry.Of<PolicyOr, EmptyResponse>(),
        CommandEntry.Of<PolicyAuthValue, EmptyResponse>(),
        CommandEntry.Of<PolicyRestart, EmptyResponse>(),
        CommandEntry.Of<PolicyGetDigest, PolicyGetDigestResponse>(),
        CommandEntry.Of<PcrRead, PcrReadResponse>(),
        CommandEntry.Of<PcrExtend, EmptyResponse>(),
        CommandEntry.Of<PcrEvent, PcrEventResponse>(),
        CommandEntry.Of<Quote, QuoteResponse>(),
        CommandEntry.Of<Certify, CertifyResponse>(),
        CommandEntry.Of<CertifyCreation, CertifyCreationResponse>(),
        CommandEntry.Of<MakeCredential, MakeCredentialResponse>(),
        CommandEntry.Of<ActivateCredential, ActivateCredentialResponse>(),
        CommandEntry.Of<Hmac, HmacResponse>(),
        CommandEntry.Of<Hash, HashResponse>(),
        CommandEntry.Of<GetRandom, GetRandomResponse>(),
        CommandEntry.Of<ReadClock, ReadClockResponse>(),
        CommandEntry.Of<GetTime, GetTimeResponse>(),
        CommandEntry.Of<Unseal, UnsealResponse>(),
        CommandEntry.Of<Clear, EmptyResponse>(),
        CommandEntry.Of<HierarchyChangeAuth, EmptyResponse>(),
    ];

    private static readonly FrozenDictionary<TpmCc, CommandEntry> ByCode = All.ToFrozenDictionary(entry => entry.Shape.Code);

    /// <summary>The entry of a code, or null.</summary>
    public static CommandEntry? Find(TpmCc code) => ByCode.GetValueOrDefault(code);

    /// <summary>Number of handles in the command's handle area, or null for a command that is not known.</summary>
    public static int? HandleCount(TpmCc code) => Find(code)?.Shape.Handles.Length;
}

/// <summary>One command with its type left behind.</summary>
/// <param name="Shape">Its table in Part 3.</param>
/// <param name="ReencodeCommand">Parses the parameter area and writes it again.</param>
/// <param name="ReencodeResponse">Parses the parameter area of a response and writes it again.</param>
public sealed record CommandEntry(
    CommandShape Shape, Func<IReadOnlyList<TpmHandle>, WireReader, byte[]> ReencodeCommand, Func<uint, WireReader, byte[]> ReencodeResponse)
{
    internal static CommandEntry Of<TCommand, TResponse>()
        where TCommand : ITpmCommand<TCommand, TResponse>
        where TResponse : ITpmResponse<TResponse> => new(
            TCommand.Shape,
            (handles, reader) => Written(TCommand.Read(handles, reader).Write),
            (handle, reader) => Written(TResponse.Read(handle, reader).Write));

    private static byte[] Written(Action<WireWriter> write)
    {
        var writer = new WireWriter();
        write(writer);
        return writer.ToArray();
    }
}
