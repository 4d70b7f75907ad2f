namespace Attestation.Formats.Reasons;

/// <summary>Reasons of IMA measurement lists and of their comparison with the quoted PCR, events 1990-2019.</summary>
public static class ImaReasons
{
    private const string List = "Linux, security/integrity/ima/ima_fs.c";
    private const string TemplateText = "Linux, Documentation/security/IMA-templates.rst";

    public static readonly ReasonCode Truncated = new(1990, "ima.truncated",
        "The IMA list ends inside an entry.",
        "Read the list to its end and send it whole.", List);

    public static readonly ReasonCode PcrIndex = new(1991, "ima.pcr-index",
        "An IMA entry extends a PCR that does not exist.",
        "Send the binary list of the kernel as it is.", List);

    public static readonly ReasonCode TemplateName = new(1992, "ima.template-name",
        "An IMA entry has no template name, or one that is none.",
        "Send the binary list of the kernel as it is.", TemplateText);

    public static readonly ReasonCode TemplateLength = new(1993, "ima.template-length",
        "An IMA entry is longer than any that the kernel makes.",
        "Send the binary list of the kernel as it is.", List);

    public static readonly ReasonCode Fields = new(1994, "ima.fields",
        "The data of an IMA entry does not have the fields of its template.",
        "Send the binary list of the kernel as it is.", TemplateText);

    public static readonly ReasonCode Signature = new(1995, "ima.signature",
        "The signature field of an IMA entry is not a signature of a known form.",
        "Sign files with evmctl ima_sign, which writes version 2 or 3.", "Linux, security/integrity/integrity.h");

    public static readonly ReasonCode TemplateHash = new(1996, "ima.template-hash",
        "The digest of an IMA entry is not the hash of its data.",
        "The list was changed at this entry, or a transport damaged it; send it as the kernel gives it.", TemplateText);

    public static readonly ReasonCode NoPrefix = new(1997, "ima.no-prefix",
        "No beginning of the IMA list replays to the quoted PCR.",
        "Read the list after the quote, and send all of it; if it still does not match, entries were removed or changed.", "Linux, Documentation/ABI/testing/ima_policy");

    public static readonly ReasonCode OtherPcr = new(1998, "ima.other-pcr",
        "An IMA entry extends another PCR than the one that is compared.",
        "Take pcr= out of the node's IMA policy; such an entry is not covered by the quote.", "Linux, Documentation/ABI/testing/ima_policy");

    public static readonly ReasonCode NoBootAggregate = new(1999, "ima.no-boot-aggregate",
        "The IMA list does not begin with boot_aggregate.",
        "Send the list from its beginning, or continue from the state that the verifier has.", "Linux, security/integrity/ima/ima_init.c");

    public static readonly ReasonCode State = new(2000, "ima.state",
        "The saved state of a node's IMA list cannot be read.",
        "Remove the state; the node sends its whole list again.", "docs/formats, IMA state");

    public static readonly ReasonCode TemplateUnknown = new(2001, "ima.template-unknown",
        "An IMA entry has a template that no kernel has: its data cannot be understood, and the PCR does not cover the name.",
        "Use a template of the kernel, or a format of its fields joined by |; if the kernel did not write this name, the list was changed.", TemplateText);

    public static readonly ReasonCode BufferDigest = new(2002, "ima.buffer-digest",
        "The digest of a measured buffer is not the hash of the buffer that the entry shows.",
        "Do not believe the buffer: the list was changed at this entry, or its template was renamed.", TemplateText);

    internal static readonly ReasonCode[] All =
        [Truncated, PcrIndex, TemplateName, TemplateLength, Fields, Signature, TemplateHash, NoPrefix, OtherPcr, NoBootAggregate, State, TemplateUnknown, BufferDigest];
}
