namespace Attestation.Cli.Quotes;

/// <summary>How a step of the verification ended.</summary>
internal enum StepOutcome
{
    Passed,
    Failed,

    /// <summary>An earlier step failed, or what it compares is incomplete.</summary>
    NotRun,

    /// <summary>Nothing to compare with was given.</summary>
    NotAsked,
}

/// <summary>One of the twelve steps in which a quote is verified.</summary>
internal sealed record QuoteStep(int Number, StepOutcome Outcome)
{
    internal const int Count = 12;

    /// <summary>What holds where the step passes.</summary>
    internal string What => Number switch
    {
        1 => "the signature is a TPMT_SIGNATURE",
        2 => "its scheme and hash are the key's, and strong",
        3 => "the key is of an accepted kind; its attributes, where they are known, are an attestation key's",
        4 => "the signature verifies over the attestation's bytes",
        5 => "a TPM generated the attestation",
        6 => "the attestation is a quote",
        7 => "the quote is well formed",
        8 => "the signer is the key's qualified name",
        9 => "the qualifying data is the nonce",
        10 => "PCRs are covered, in a bank that is compared",
        11 => "the values supplied are those of the quoted PCRs, all and no others",
        _ => "the PCR digest is the hash of the values",
    };

    internal string Word => Outcome switch
    {
        StepOutcome.Passed => "passed",
        StepOutcome.Failed => "failed",
        StepOutcome.NotRun => "not run",
        _ => "not asked",
    };
}
