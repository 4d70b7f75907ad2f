using System.Collections.Frozen;

namespace Attestation.Tpm.Wire;

/// <summary>Names and sentences of the response codes, Part 2 clause 6.6.3, Table 17.</summary>
public static class TpmRcTable
{
    private static readonly FrozenDictionary<uint, (string Name, string Sentence)> Codes = new Dictionary<uint, (string, string)>
    {
        [0x000] = ("TPM_RC_SUCCESS", "done"),
        [0x01E] = ("TPM_RC_BAD_TAG", "the tag of the command is not one of TPM 2.0"),
        [0x100] = ("TPM_RC_INITIALIZE", "the TPM was not started (TPM2_Startup), or was started already"),
        [0x101] = ("TPM_RC_FAILURE", "the TPM is in failure mode; only a power cycle helps"),
        [0x103] = ("TPM_RC_SEQUENCE", "a sequence handle was used out of turn"),
        [0x10B] = ("TPM_RC_PRIVATE", "not used"),
        [0x119] = ("TPM_RC_HMAC", "not used"),
        [0x120] = ("TPM_RC_DISABLED", "the command is disabled"),
        [0x121] = ("TPM_RC_EXCLUSIVE", "an audit sequence required exclusivity"),
        [0x124] = ("TPM_RC_AUTH_TYPE", "the authorization type is not right for this command"),
        [0x125] = ("TPM_RC_AUTH_MISSING", "an authorization is missing for a handle that needs one"),
        [0x126] = ("TPM_RC_POLICY", "the policy failed in a way that names no session"),
        [0x127] = ("TPM_RC_PCR", "a PCR check failed"),
        [0x128] = ("TPM_RC_PCR_CHANGED", "PCRs changed since they were checked"),
        [0x12D] = ("TPM_RC_UPGRADE", "the TPM is in field upgrade mode"),
        [0x12E] = ("TPM_RC_TOO_MANY_CONTEXTS", "the context counter is at its end"),
        [0x12F] = ("TPM_RC_AUTH_UNAVAILABLE", "neither authValue nor policy is available for this object: its attributes allow only the other role"),
        [0x130] = ("TPM_RC_REBOOT", "the TPM must be reset before it can go on"),
        [0x131] = ("TPM_RC_UNBALANCED", "hash and symmetric key size do not balance"),
        [0x142] = ("TPM_RC_COMMAND_SIZE", "commandSize does not fit what was sent"),
        [0x143] = ("TPM_RC_COMMAND_CODE", "the TPM does not know this command"),
        [0x144] = ("TPM_RC_AUTHSIZE", "authorizationSize is out of range"),
        [0x145] = ("TPM_RC_AUTH_CONTEXT", "a session does not fit the command"),
        [0x146] = ("TPM_RC_NV_RANGE", "NV offset and size are out of range"),
        [0x147] = ("TPM_RC_NV_SIZE", "NV allocation is larger than allowed"),
        [0x148] = ("TPM_RC_NV_LOCKED", "the NV index is locked"),
        [0x149] = ("TPM_RC_NV_AUTHORIZATION", "this authorization may not access the NV index"),
        [0x14A] = ("TPM_RC_NV_UNINITIALIZED", "the NV index was never written, or its state was lost"),
        [0x14B] = ("TPM_RC_NV_SPACE", "no NV space is left"),
        [0x14C] = ("TPM_RC_NV_DEFINED", "the NV index or persistent object exists already"),
        [0x150] = ("TPM_RC_BAD_CONTEXT", "the context is not valid (saved before a reset?)"),
        [0x151] = ("TPM_RC_CPHASH", "cpHash is set already or does not fit"),
        [0x152] = ("TPM_RC_PARENT", "the handle is no parent"),
        [0x153] = ("TPM_RC_NEEDS_TEST", "a function must be tested first"),
        [0x154] = ("TPM_RC_NO_RESULT", "there is no result to give"),
        [0x155] = ("TPM_RC_SENSITIVE", "the sensitive area did not decrypt to what it should"),
        [0x081] = ("TPM_RC_ASYMMETRIC", "the asymmetric algorithm is not supported or not right"),
        [0x082] = ("TPM_RC_ATTRIBUTES", "the attributes are inconsistent"),
        [0x083] = ("TPM_RC_HASH", "the hash algorithm is not supported or not right"),
        [0x084] = ("TPM_RC_VALUE", "the value is out of range or not right here"),
        [0x085] = ("TPM_RC_HIERARCHY", "the hierarchy is disabled or not right here"),
        [0x087] = ("TPM_RC_KEY_SIZE", "the key size is not supported"),
        [0x088] = ("TPM_RC_MGF", "the mask generation function is not supported"),
        [0x089] = ("TPM_RC_MODE", "the mode is not supported"),
        [0x08A] = ("TPM_RC_TYPE", "the type is not right here"),
        [0x08B] = ("TPM_RC_HANDLE", "the handle is not right here, or nothing is there"),
        [0x08C] = ("TPM_RC_KDF", "the key derivation function is not supported or not right"),
        [0x08D] = ("TPM_RC_RANGE", "the value is out of range"),
        [0x08E] = ("TPM_RC_AUTH_FAIL", "the authorization failed and the failure was counted against dictionary attacks"),
        [0x08F] = ("TPM_RC_NONCE", "the nonce size is not right"),
        [0x090] = ("TPM_RC_PP", "physical presence is required"),
        [0x092] = ("TPM_RC_SCHEME", "the scheme is not supported or not right for the key"),
        [0x095] = ("TPM_RC_SIZE", "the size is not right"),
        [0x096] = ("TPM_RC_SYMMETRIC", "the symmetric algorithm is not supported or not right"),
        [0x097] = ("TPM_RC_TAG", "the structure tag is not right"),
        [0x098] = ("TPM_RC_SELECTOR", "the selector of a union is not right"),
        [0x09A] = ("TPM_RC_INSUFFICIENT", "the TPM could not read a value from the command: it is too short"),
        [0x09B] = ("TPM_RC_SIGNATURE", "the signature is not valid"),
        [0x09C] = ("TPM_RC_KEY", "the key is not right for this use"),
        [0x09D] = ("TPM_RC_POLICY_FAIL", "the policy is not satisfied"),
        [0x09F] = ("TPM_RC_INTEGRITY", "the integrity check failed: made for another object or another TPM"),
        [0x0A0] = ("TPM_RC_TICKET", "the ticket is not valid"),
        [0x0A1] = ("TPM_RC_RESERVED_BITS", "reserved bits are set"),
        [0x0A2] = ("TPM_RC_BAD_AUTH", "the authorization failed; nothing was counted"),
        [0x0A3] = ("TPM_RC_EXPIRED", "the policy has expired"),
        [0x0A4] = ("TPM_RC_POLICY_CC", "the policy is bound to another command"),
        [0x0A5] = ("TPM_RC_BINDING", "public and sensitive parts do not belong together"),
        [0x0A6] = ("TPM_RC_CURVE", "the curve is not supported"),
        [0x0A7] = ("TPM_RC_ECC_POINT", "the point is not on the curve"),
        [0x901] = ("TPM_RC_CONTEXT_GAP", "a session context is too old to load"),
        [0x902] = ("TPM_RC_OBJECT_MEMORY", "no object slot is free: flush an object"),
        [0x903] = ("TPM_RC_SESSION_MEMORY", "no session slot is free: flush a session"),
        [0x904] = ("TPM_RC_MEMORY", "the TPM is out of memory"),
        [0x905] = ("TPM_RC_SESSION_HANDLES", "no session handle is free: flush a session"),
        [0x906] = ("TPM_RC_OBJECT_HANDLES", "no object handle is free"),
        [0x907] = ("TPM_RC_LOCALITY", "the locality is not right"),
        [0x908] = ("TPM_RC_YIELDED", "the TPM has suspended the command: send it again"),
        [0x909] = ("TPM_RC_CANCELED", "the command was cancelled"),
        [0x90A] = ("TPM_RC_TESTING", "the TPM is testing itself: send it again"),
        [0x920] = ("TPM_RC_NV_RATE", "NV is being written too often: wait"),
        [0x921] = ("TPM_RC_LOCKOUT", "authorizations are locked out after too many failures"),
        [0x922] = ("TPM_RC_RETRY", "the TPM was busy: send the command again"),
        [0x923] = ("TPM_RC_NV_UNAVAILABLE", "NV cannot be written at the moment"),
    }.ToFrozenDictionary();

    /// <summary>The name in the specification, or the layer and number of a code that is not in the table.</summary>
    public static string NameOf(TpmRc code) => Find(code) is { } known ? known.Name : Unknown(code).Name;

    /// <summary>What it means, in words, without saying which parameter.</summary>
    public static string SentenceOf(TpmRc code) => Find(code) is { } known ? known.Sentence : Unknown(code).Sentence;

    private static (string Name, string Sentence)? Find(TpmRc code) =>
        Codes.TryGetValue(code.Base.Value, out (string, string) known) ? known : null;

    private static (string Name, string Sentence) Unknown(TpmRc code) => code.Value switch
    {
        >= 0x910 and <= 0x916 => ($"TPM_RC_REFERENCE_H{code.Value - 0x910}", $"handle {code.Value - 0x90F} refers to an object or session that is not loaded"),
        >= 0x918 and <= 0x91E => ($"TPM_RC_REFERENCE_S{code.Value - 0x918}", $"session {code.Value - 0x917} is not loaded"),
        > 0xFFFF => ($"layer {code.Value >> 16} of the software stack", $"not the TPM but layer {code.Value >> 16} of its software stack answered 0x{code.Value & 0xFFFF:X}"),
        _ => ("unknown response code", "the specification has no such code; a vendor's own, perhaps"),
    };
}
