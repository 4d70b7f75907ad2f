namespace Attestation.Device.Tpm;

/// <summary>One ordinary NV index of a TPM 2.0 (Part 3, clause 31), used with passwords. Every method sends one command and gives its response code.</summary>
internal sealed class TpmNvIndex
{
    private const uint Owner = 0x40000001;  // TPM_RH_OWNER
    private const uint Sha256 = 0x000B;
    private const int LargestDigest = 64;
    private const int PublicSize = 14;      // index ‖ name algorithm ‖ attributes ‖ empty policy ‖ data size

    private readonly TpmDialogue _tpm;
    private readonly uint _index;
    private readonly byte[] _authorisation;

    internal TpmNvIndex(TpmDialogue tpm, uint index, byte[] authorisation)
    {
        _tpm = tpm;
        _index = index;
        _authorisation = authorisation;
    }

    /// <summary>TPM2_Startup(CLEAR): after a reset somebody has to send it, and it may have been somebody else.</summary>
    internal bool TryStart()
    {
        uint code = _tpm.Send(new TpmCommand(TpmCodes.Startup).Number16(0), out TpmResponse _);
        return code == TpmCodes.Success || code == TpmCodes.AlreadyStarted;
    }

    /// <summary>TPM2_NV_ReadPublic.</summary>
    /// <param name="attributes">TPMA_NV.</param>
    /// <param name="size">Of the data.</param>
    internal uint Describe(out uint attributes, out int size)
    {
        attributes = 0;
        size = 0;
        uint code = _tpm.Send(new TpmCommand(TpmCodes.NvReadPublic).Handle(_index), out TpmResponse response);
        if (code != TpmCodes.Success)
            return code;
        int before = response.Left - 2;
        bool isRead = response.TryTake16(out int area) && response.TryTake32(out uint index) && index == _index
            && response.TryTake16(out int _) && response.TryTake32(out attributes) && response.TryPassSized(LargestDigest)
            && response.TryTake16(out size) && before - response.Left == area
            && response.TryPassSized(LargestDigest + 2) && response.IsAtEnd;
        return isRead ? TpmCodes.Success : TpmCodes.NotAnswered;
    }

    /// <summary>TPM2_NV_DefineSpace by the owner of the TPM.</summary>
    internal uint Define(byte[] owner, uint attributes, int size)
    {
        TpmCommand command = new TpmCommand(TpmCodes.NvDefineSpace).Handle(Owner).Authorise(owner).Sized(_authorisation);
        command.Number16(PublicSize).Number32(_index).Number16(Sha256).Number32(attributes).Number16(0).Number16((uint)size);
        return _tpm.Send(command, out TpmResponse _);
    }

    /// <summary>TPM2_NV_UndefineSpace by the owner of the TPM.</summary>
    internal uint Undefine(byte[] owner) =>
        _tpm.Send(new TpmCommand(TpmCodes.NvUndefineSpace).Handle(Owner).Handle(_index).Authorise(owner), out TpmResponse _);

    /// <summary>TPM2_NV_Write from the beginning.</summary>
    internal uint Fill(byte[] data) => _tpm.Send(OnIndex(TpmCodes.NvWrite).Sized(data).Number16(0), out TpmResponse _);

    /// <summary>TPM2_NV_WriteLock.</summary>
    internal uint LockWriting() => _tpm.Send(OnIndex(TpmCodes.NvWriteLock), out TpmResponse _);

    /// <summary>TPM2_NV_ReadLock.</summary>
    internal uint LockReading() => _tpm.Send(OnIndex(TpmCodes.NvReadLock), out TpmResponse _);

    /// <summary>TPM2_NV_Read of everything; the caller wipes it.</summary>
    internal uint Take(int size, out byte[] data)
    {
        data = null;
        uint code = _tpm.Send(OnIndex(TpmCodes.NvRead).Number16((uint)size).Number16(0), out TpmResponse response);
        if (code == TpmCodes.Success && !(response.Left == size + 2 && response.TryTakeSized(size, out data)))
            code = TpmCodes.NotAnswered;
        _tpm.Forget();
        return code;
    }

    private TpmCommand OnIndex(uint code) => new TpmCommand(code).Handle(_index).Handle(_index).Authorise(_authorisation);
}
