using Attestation.Dice;
using Attestation.Dice.Certificates;

namespace Attestation.Device.SelfTest.OpenDice;

/// <summary>The published case ZeroInput: everything zero. Source: open-dice, include/dice/known_test_values.h.</summary>
internal static class ZeroInput
{
    internal static KnownCase Make()
    {
        KnownCase known = new KnownCase("ZeroInput", Inputs())
        {
            CdiAttest = "0000000000000000000000000000000000000000000000000000000000000000",
            CdiSeal = "0000000000000000000000000000000000000000000000000000000000000000",
            NextCdiAttest = "fbfc679771342eeacb908659ce49d6b63b4535da2c51433d7f04efa6319e0c19",
            NextCdiSeal = "8ff8b22571325e7defefbfea8df1c9f34bf4d9ee03b75b788219c6b1ef49bdc5",
        };
        known.AddKey(DiceAlgorithm.Ed25519, true,
            "6ee9a71fd3c398e6253aae6d812007675760ecf90d2d43db0d3c76087ba1daec",
            "7a06eee41b789f4863d86b8778b1a201a6fedd56");
        known.AddKey(DiceAlgorithm.Ed25519, false,
            "0d14e5de292eb1c8b31beae43ab55d8e9dc014b73eaa83b925a0788cc62e5c8d",
            "67c22a8859062b986818e8e72b0bcd9f59349c89");
        known.AddKey(DiceAlgorithm.P256, true,
            "1f4aaefc29ca4104447448d13a553513c23abca2b6ac3ff063f6888a696de53906f5d8bd698d1688a3250c4683c3ed4e28e2d602412b353beb04543fefbb3df1",
            "672d0053ae4513fbb3bac8209daeb3e8897681cd");
        known.AddKey(DiceAlgorithm.P256, false,
            "4f3b4e82c45ada084589c2197baf1f376eac40e1fd49b0240602aec269541c6be7eb4019ab55c66bc88bb8b469ad7ee8589e07d2f8bc888eb311c2df973b1b4a",
            "2e75b6e7230c20f2960bde4acf1288d4ab665b9b");
        known.AddKey(DiceAlgorithm.P384, true,
            "7e0a7276f78aad5f6f8e7a9447d0dca3b85fe2dffa4661f854388629aad9224625eb6386ddea638101c1a05d98e8f1974e6a2e2f1f1fef3bbb8d06d4fd47a51c"
            + "d8edb52062ce3727625a8f76f3cbef31f25538dc3b9c59268b2504f0ec783543",
            "04c265fe06ff230e39b6322eea9e010711fb66b4");
        known.AddKey(DiceAlgorithm.P384, false,
            "77196ba584eb7946d2fbb0d5c831c7ad91375e1128db238cc1c67fae5e0710955b17b5d508123106ba313110437151de0325a97629679d6ba901b122a04beef7"
            + "b3e152fce03cdc5d1b581669dd442467bf21d747f313d1476c4bd305b529a0f1",
            "40cb4f064a68d407a0b390abcc05a34bfc8af33f");
        known.AddCertificate(CertificateForm.X509, DiceAlgorithm.Ed25519, null, "271b017e1aa62a8ec3dbb571553662d74adb0890891da76ec7e47ffb400d7f19");
        known.AddCertificate(CertificateForm.X509, DiceAlgorithm.P256, "opendice.example", "9f7ed78b431f08636cdcdca3ddfcd6ef1171727b182a6780d634e46005199b5b");
        known.AddCertificate(CertificateForm.Cbor, DiceAlgorithm.Ed25519, null, "72bb7e57eb7f5f302489c67f1f08dc4ccf12d3c569955eb3698c09aea898b369");
        known.AddCertificate(CertificateForm.Cbor, DiceAlgorithm.P256, "opendice.example", "9451ac52a1073603832f50dc0422e1a85da4807b98da12c52489e9681135ec3b");
        known.AddCertificate(CertificateForm.Cbor, DiceAlgorithm.Ed25519, "android.18", "99712a5de7da5c1981f00d313feb0c479289bbf67e0869197d0d1b357481b849");
        return known;
    }

    private static DiceInputs Inputs() => new DiceInputs
    {
        CodeHash = new byte[64],
        CodeDescriptor = Hex.Bytes(""),
        InlineConfiguration = new byte[64],
        AuthorityHash = new byte[64],
        AuthorityDescriptor = Hex.Bytes(""),
        Mode = DiceMode.NotConfigured,
        Hidden = new byte[64],
    };
}
