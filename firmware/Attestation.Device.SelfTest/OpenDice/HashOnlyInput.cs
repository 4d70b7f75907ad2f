using Attestation.Dice;
using Attestation.Dice.Certificates;

namespace Attestation.Device.SelfTest.OpenDice;

/// <summary>The published case HashOnlyInput: hashes and an inline configuration. Source: open-dice, include/dice/known_test_values.h.</summary>
internal static class HashOnlyInput
{
    internal static KnownCase Make()
    {
        KnownCase known = new KnownCase("HashOnlyInput", Inputs())
        {
            CdiAttest = "326b7af456fd2c702a76392e8dee3c355bd48d35438c0ffbca2d9484c9f695d4",
            CdiSeal = "353ea9b7aa6bfc243d8bec1957eea01c8677f4ae54d31c262640b5e07f1e53cb",
            NextCdiAttest = "084ef406c69ba74b1e24d062f9ab8a8d89da6e03e4c6b122857cf74fd6a4bee5",
            NextCdiSeal = "90c9a2865df4fa5830643d6caef07c76aeaa15619828f1bda7f74482e2f0ae1e",
        };
        known.AddKey(DiceAlgorithm.Ed25519, true,
            "c4488ff7e68041a1c64071cd13fc230a26681c9b83f1237795a4f7f891e58ede",
            "475708eb3b426f386cfce8f3baf5439046278dfa");
        known.AddKey(DiceAlgorithm.Ed25519, false,
            "5a3949678cd30e88ab1cddf71555d5bfd3f0b84725a958e1b9da4eb5f1389a5a",
            "0d040e2f460052a5311c1b91dbf9b4408332ec29");
        known.AddKey(DiceAlgorithm.P256, true,
            "21105a5425c88dd079654d40339c6db408ce4d2684f616a69c52bfb2acbff344ec561dd91370db05354990bf1c0ccf152155b7b631913285813d7972f31d0519",
            "48603c0052c1cac73cae36c3bdec7c6139885c9d");
        known.AddKey(DiceAlgorithm.P256, false,
            "fe9db2f92809c3041285dcd3706f221c72b6c44fde93eefdfb6d5718fc8f6f0b091a19ea107ea938f44533c1665bbcfc0a6e98997288c1ad0e15c2857775000b",
            "7c200a55efe7112eca4e026d702c64e9e29cd3e9");
        known.AddKey(DiceAlgorithm.P384, true,
            "dd5ca0c494e5a7226d9cf26973f7377aeae94d760cdadc479792755249bbfe1119d6ad0b7731830339dfa8d219cb80a384bc5904ab99260b2fc6d8f000ef5dff"
            + "9e528b84d7896345d331a12af4a68552998220cbff8367c7d712ed7cc35d86ce",
            "5d8b6be7ce3ede6a2418014523e6c9dc87e98cc6");
        known.AddKey(DiceAlgorithm.P384, false,
            "3281ad611e50962b5edaffee14a6443dd9d134f664b76158f49a58dbefa8871326081bc7ddc55b7342d629873f85d0e46085d842291bc6d9f62f3acea0b940b8"
            + "18dec25c90fb4b6d964277e2f6583d37a73d2ecad12ca4d4a7af25c3b2e734f5",
            "65ac596ab99403a8c70275b14b02373ff143f91e");
        known.AddCertificate(CertificateForm.X509, DiceAlgorithm.Ed25519, null, "8965ed2ca416c372a4438d7703814a4131abca7d58463c15b6f6ddc87eac6fbd");
        known.AddCertificate(CertificateForm.X509, DiceAlgorithm.P256, "opendice.example", "28b5ff4cc1d25d605b2afcfca45ef9c8a1b6b89dcde5da968fb99af7e1b81afe");
        known.AddCertificate(CertificateForm.Cbor, DiceAlgorithm.Ed25519, null, "e12c028ca05fda12cc9b89bf4581c0c8f09e87efe3572a8c85349eccb31912da");
        known.AddCertificate(CertificateForm.Cbor, DiceAlgorithm.P256, "opendice.example", "5b201ef5fb4def351e31b3512b7d7af47c6790a85060a7f8e06213150fe699d1");
        known.AddCertificate(CertificateForm.Cbor, DiceAlgorithm.Ed25519, "android.18", "110c68a031bebd12cf1cdc1ec92cee4a7c9e1f63815b91515c1499067915db54");
        return known;
    }

    private static DiceInputs Inputs() => new DiceInputs
    {
        CodeHash = Hex.Bytes("b7d40ccb225ba5788f98ff9e869375f690ac50cf9ebd0afeb1d9c24e5219e4de29e561f3f929e840877add174805897e2bcb5479cc66f1b313290c6896b2bb8f"),
        CodeDescriptor = Hex.Bytes(""),
        InlineConfiguration = Hex.Bytes("cf997bea2e2c86a07b5209c8b53c411229281a820d499c95cb0b1b311a019cf2661ad9b5ce5259cbf4819b21af325d07a01e91596f0655108e2e08885228867f"),
        AuthorityHash = Hex.Bytes("22526017ef2ca1f6cbed39d5e2aa6520fbad8293e578232297c16e6a4e36d76a61390821d4fe925f362deb5dbb328be3944fbe1b21f9cc237341b6b9b698d0bc"),
        AuthorityDescriptor = Hex.Bytes(""),
        Mode = DiceMode.NotConfigured,
        Hidden = new byte[64],
    };
}
