using Attestation.Device.Gpio;
using Attestation.Dice;

namespace Attestation.Device.Tpm;

/// <summary>One ordinary NV index of a TPM 2.0 (Part 3, clause 31), used with passwords. Every method sends one command; what it sent and what came is wiped.</summary>
internal sealed class TpmNvIndex
{
    internal const uint Success = 0;
    internal const uint NotAnswered = 0xFFFFFFFF; // no response code has its top bits set

    private const uint Startup = 0x144;
    private const uint ReadPublic = 0x169;
    private const uint DefineSpace = 0x12A;
    private const uint UndefineSpace = 0x122;
    private const uint Write = 0x137;
    private const uint WriteLock = 0x138;
    private const uint Read = 0x14E;
    private const uint ReadLock = 0x14F;

    private const uint Owner = 0x40000001;
    private const uint Sha256 = 0x000B;
    private const uint AlreadyStarted = 0x100; // TPM_RC_INITIALIZE
    private const uint NvRate = 0x920;           // TPM_RC_NV_RATE: it spares its memory
    private const uint Retry = 0x922;            // TPM_RC_RETRY
    private const uint Testing = 0x90A;          // TPM_RC_TESTING
    private const int MostTries = 50;
    private const int BetweenTries = 20;         // milliseconds
    private const int LargestResponse = 256;
    private const int LargestDigest = 64;
    private const int PublicSize = 14;          // index ‖ name algorithm ‖ attributes ‖ empty policy ‖ data size

    private readonly ITpmChannel _channel;
    private readonly IDiceOperations _operations;
    private readonly IPause _pause;
    private readonly uint _index;
    private readonly byte[] _authorisation;
    private readonly byte[] _response = new byte[LargestResponse];

    internal TpmNvIndex(ITpmChannel channel, IDiceOperations operations, IPause pause, uint index, byte[] authorisation)
    {
        _channel = channel;
        _operations = operations;
        _pause = pause;
        _index = index;
        _authorisation = authorisation;
    }

    /// <summary>TPM2_Startup(CLEAR): after a reset somebody has to send it, and it may have been somebody else.</summary>
    internal bool TryStart()
    {
        uint code = Send(new TpmCommand(Startup).Number16(0), out TpmResponse _);
        return code == Success || code == AlreadyStarted;
    }

    /// <summary>TPM2_NV_ReadPublic.</summary>
    /// <param name="attributes">TPMA_NV.</param>
    /// <param name="size">Of the data.</param>
    internal uint Describe(out uint attributes, out int size)
    {
        attributes = 0;
        size = 0;
        uint code = Send(new TpmCommand(ReadPublic).Handle(_index), out TpmResponse response);
        if (code != Success)
            return code;
        int before = response.Left - 2;
        bool isRead = response.TryTake16(out int area) && response.TryTake32(out uint index) && index == _index
            && response.TryTake16(out int _) && response.TryTake32(out attributes) && response.TryPassSized(LargestDigest)
            && response.TryTake16(out size) && before - response.Left == area
            && response.TryPassSized(LargestDigest + 2) && response.IsAtEnd;
        return isRead ? Success : NotAnswered;
    }

    /// <summary>TPM2_NV_DefineSpace by the owner of the TPM.</summary>
    internal uint Define(byte[] owner, uint attributes, int size)
    {
        TpmCommand command = new TpmCommand(DefineSpace).Handle(Owner).Authorise(owner).Sized(_authorisation);
        command.Number16(PublicSize).Number32(_index).Number16(Sha256).Number32(attributes).Number16(0).Number16((uint)size);
        return Send(command, out TpmResponse _);
    }

    /// <summary>TPM2_NV_UndefineSpace by the owner of the TPM.</summary>
    internal uint Undefine(byte[] owner) => Send(new TpmCommand(UndefineSpace).Handle(Owner).Handle(_index).Authorise(owner), out TpmResponse _);

    /// <summary>TPM2_NV_Write from the beginning.</summary>
    internal uint Fill(byte[] data) => Send(OnIndex(Write).Sized(data).Number16(0), out TpmResponse _);

    /// <summary>TPM2_NV_WriteLock.</summary>
    internal uint LockWriting() => Send(OnIndex(WriteLock), out TpmResponse _);

    /// <summary>TPM2_NV_ReadLock.</summary>
    internal uint LockReading() => Send(OnIndex(ReadLock), out TpmResponse _);

    /// <summary>TPM2_NV_Read of everything; the caller wipes it.</summary>
    internal uint Take(int size, out byte[] data)
    {
        data = null;
        uint code = Send(OnIndex(Read).Number16((uint)size).Number16(0), out TpmResponse response);
        if (code == Success && !(response.TryTakeSized(size, out data) && response.IsAtEnd))
            code = NotAnswered;
        _operations.Wipe(_response);
        return code;
    }

    private TpmCommand OnIndex(uint code) => new TpmCommand(code).Handle(_index).Handle(_index).Authorise(_authorisation);

    /// <summary>Sends it again while the TPM asks for that.</summary>
    private uint Send(TpmCommand command, out TpmResponse response)
    {
        byte[] bytes = command.ToArray();
        try
        {
            uint code = Exchange(bytes, command.HasSessions, out response);
            for (int i = 1; i < MostTries && (code == NvRate || code == Retry || code == Testing); i++)
            {
                _pause.Wait(BetweenTries);
                code = Exchange(bytes, command.HasSessions, out response);
            }

            return code;
        }
        finally
        {
            _operations.Wipe(bytes);
            command.Wipe();
        }
    }

    private uint Exchange(byte[] command, bool hasSessions, out TpmResponse response)
    {
        response = null;
        bool isAnswered = _channel.TryExchange(command, _response, out int length) && TpmResponse.TryRead(_response, length, hasSessions, out response);
        return isAnswered ? response.Code : NotAnswered;
    }
}
