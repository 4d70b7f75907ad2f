using Attestation.Dice;
using Attestation.Dice.Certificates;

namespace Attestation.Device.SelfTest.OpenDice;

/// <summary>The published case DescriptorInput: with descriptors. Source: open-dice, include/dice/known_test_values.h.</summary>
internal static class DescriptorInput
{
    internal static KnownCase Make()
    {
        KnownCase known = new KnownCase("DescriptorInput", Inputs())
        {
            CdiAttest = "326b7af456fd2c702a76392e8dee3c355bd48d35438c0ffbca2d9484c9f695d4",
            CdiSeal = "353ea9b7aa6bfc243d8bec1957eea01c8677f4ae54d31c262640b5e07f1e53cb",
            NextCdiAttest = "20d50c685ad9e2df77607868190024c2044fb8de79aa9f5f12fca8da3708a310",
            NextCdiSeal = "90c9a2865df4fa5830643d6caef07c76aeaa15619828f1bda7f74482e2f0ae1e",
        };
        known.AddKey(DiceAlgorithm.Ed25519, true,
            "c4488ff7e68041a1c64071cd13fc230a26681c9b83f1237795a4f7f891e58ede",
            "475708eb3b426f386cfce8f3baf5439046278dfa");
        known.AddKey(DiceAlgorithm.Ed25519, false,
            "937fd9c04dc6bb2e1d1162cd5c7694c7db02540c85013a01ab37facef96e6220",
            "521f035c21e32f16741c1eae6bded93ce321e0df");
        known.AddKey(DiceAlgorithm.P256, true,
            "21105a5425c88dd079654d40339c6db408ce4d2684f616a69c52bfb2acbff344ec561dd91370db05354990bf1c0ccf152155b7b631913285813d7972f31d0519",
            "48603c0052c1cac73cae36c3bdec7c6139885c9d");
        known.AddKey(DiceAlgorithm.P256, false,
            "6d1edd353870c28a01df80b1a5ae854b7a12dd11f69727449b27f38797b3e736e642878c72def7af2dc62300b12b4e1cf3af67f09b8840793b09783051653861",
            "5a04e9ecf19ad3d52668b82a6081f03fdb29f864");
        known.AddKey(DiceAlgorithm.P384, true,
            "dd5ca0c494e5a7226d9cf26973f7377aeae94d760cdadc479792755249bbfe1119d6ad0b7731830339dfa8d219cb80a384bc5904ab99260b2fc6d8f000ef5dff"
            + "9e528b84d7896345d331a12af4a68552998220cbff8367c7d712ed7cc35d86ce",
            "5d8b6be7ce3ede6a2418014523e6c9dc87e98cc6");
        known.AddKey(DiceAlgorithm.P384, false,
            "b4021948cadd234b9291228da88085c0f923e489bd918df38fa373607019c63376bfd460fadcde465851131d738179ff39791b496acf378ff41ac229b5802f7b"
            + "2b0a2796b3b2c1c66fb416a47876736fcbf57d26c237e95898ebef117c8d1d4b",
            "6f139c7b2b16ac81024d57496b1b7a13fd3e807f");
        known.AddCertificate(CertificateForm.X509, DiceAlgorithm.Ed25519, null, "0671c10866cd1287b692b7c6e3d5e9e98709b7fd2a7d0df09c86bc689e86e941");
        known.AddCertificate(CertificateForm.X509, DiceAlgorithm.P256, "opendice.example", "05c77e3f242db405eb996aced784d19f28d186faee90aedc9f3f5bcb5c78a1f4");
        known.AddCertificate(CertificateForm.Cbor, DiceAlgorithm.P256, "opendice.example", "eafe2887655ffaa2834aab2a5aa6779975ebabba435a3d9ae335bd35b59c615e");
        known.AddCertificate(CertificateForm.Cbor, DiceAlgorithm.Ed25519, "android.18", "18a57c92fe106bb6dceb0c8a49012edacd1e5dca7f234ff76468ee4be9092061");
        return known;
    }

    private static DiceInputs Inputs() => new DiceInputs
    {
        CodeHash = Hex.Bytes("b7d40ccb225ba5788f98ff9e869375f690ac50cf9ebd0afeb1d9c24e5219e4de29e561f3f929e840877add174805897e2bcb5479cc66f1b313290c6896b2bb8f"),
        CodeDescriptor = Hex.Bytes("6c46013326734b2265fdfa58d7573e9559e03ac3b9f7c80e98808cf5c4b8afe3168425a5355d1772568f8eec2f5a7460772a6e90c04e9f876bf48d9c66e30bd2"
            + "103521a81da23117e70cdf18f794e4d1ca327df263231dbc847461db87f2ab72adaf08f8"),
        ConfigurationDescriptor = Hex.Bytes("1b40c1a97760ebc367f05f6ae15e20c251684d82488b03321679881437787f169a06fdc08a158062"),
        AuthorityHash = Hex.Bytes("22526017ef2ca1f6cbed39d5e2aa6520fbad8293e578232297c16e6a4e36d76a61390821d4fe925f362deb5dbb328be3944fbe1b21f9cc237341b6b9b698d0bc"),
        AuthorityDescriptor = Hex.Bytes("92d697b383dfe78cc7bc4afcea76c05366bd2c1e10319080112d084d7c3976dc73e71c1662d559d7492b6aa2366757d1f2f9af13d7a3e4d3395b0278b1e00970"
            + "a2"),
        Mode = DiceMode.NotConfigured,
        Hidden = new byte[64],
    };
}
