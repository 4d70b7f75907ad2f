using System.Text;
using Attestation.Device.Manifest;
using Attestation.Dice;

namespace Attestation.Device.SelfTest.Firmware;

/// <summary>Update manifests that another program made and openssl signed (tests/vectors/make_board_messages.py), and the files that they are about: boot.pe,
/// app.pe and lib.pe, of two layers.</summary>
internal static class Releases
{
    internal const string Vendor = "Example Devices";
    internal const string Model = "edge-1";
    internal const string Board = "esp32";

    /// <summary>Public key of RFC 8410 section 10.3.</summary>
    internal const string Ed25519Key = "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1";

    /// <summary>Public key of RFC 6979 appendix A.2.5.</summary>
    internal const string P256Key = "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb67903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299";

    /// <summary>By the Ed25519 key; files by SHA-512.</summary>
    internal const string EdDsa =
        "d28443a10127a0590121a70101026f4578616d706c6520446576696365730366656467652d31046565737033320565322e302e3006020782a20164626f6f7402818367626f6f"
        + "742e70650458402280c97f7da38410772dade5ec9feb005bd6643c8f06260b70619fe8e99da015dc9d2bb302d4762143824bff722541b87f2256d96abdf94d99edb35aa48aa2"
        + "4fa20163617070028283666170702e70650b58401c56a59834f03a1b98bebfd2ecb9ea69d5741c44dfb71d34e8feb4f4bfed2017b4b9dbca55ecdb120b1b02d108836568d21f"
        + "6775832f20d82540af1877fa08f483666c69622e706507584007b27ea66cbd4795a189bbd8a802ee354fb910be9f4571629652f970399ddad5b9541d63d0d370130443d6dd51"
        + "abf1e76ecfc96875b569ba9bd6377e8eecb04d58409abb6dbb2b06cf1f38655ebb9f5bc225d80bd3494c2cd6c6411872507cc1346cfd095444d0d4effd011ab258da60cd7e74"
        + "6211c9cb5c9066139aa7e3954b6f0e";

    /// <summary>The same by the P-256 key.</summary>
    internal const string Es256 =
        "d28443a10126a0590121a70101026f4578616d706c6520446576696365730366656467652d31046565737033320565322e302e3006020782a20164626f6f7402818367626f6f"
        + "742e70650458402280c97f7da38410772dade5ec9feb005bd6643c8f06260b70619fe8e99da015dc9d2bb302d4762143824bff722541b87f2256d96abdf94d99edb35aa48aa2"
        + "4fa20163617070028283666170702e70650b58401c56a59834f03a1b98bebfd2ecb9ea69d5741c44dfb71d34e8feb4f4bfed2017b4b9dbca55ecdb120b1b02d108836568d21f"
        + "6775832f20d82540af1877fa08f483666c69622e706507584007b27ea66cbd4795a189bbd8a802ee354fb910be9f4571629652f970399ddad5b9541d63d0d370130443d6dd51"
        + "abf1e76ecfc96875b569ba9bd6377e8eecb04d584038a0df68834d0780f0393dda250cf832ff64984c1858392edd092d14bb82abd6b4e0efd0b83f1ce92dbe3776e20c4f5cff"
        + "6001e31c03e340eb2ef1c74d9fd9af";

    /// <summary>By the Ed25519 key; files by HMAC-SHA-512.</summary>
    internal const string Keyed =
        "d28443a10127a0590123a80101026f4578616d706c6520446576696365730366656467652d31046565737033320565322e302e3006020782a20164626f6f7402818367626f6f"
        + "742e70650458400f3fc9ee6fe5d478e766fb873daa12900837ed4805a850524239df809271745a5623150ba70c2dc8c273cdd1b437d848628879e6417c08f6e0f7b77eeeadda"
        + "9ca20163617070028283666170702e70650b58408df5929431f3842cf1033d4655ad5d6d40111cba6cc1e8df1b031e4e1d6fce8cdd897e63a7a3b640ffbc4bbd774e01daa008"
        + "1bb87d61e649121eb542a897a4c383666c69622e7065075840cd014ea66d54cbd2b5f8adf472a3040fd3d02777d5640fcceb44fe539ada8ca96ec2be2322f721255572d8d21d"
        + "33b26e6b75b228560ac2dba2943f885c3ba4620901584077820fccfe8fe6a80957e8752b4b353ee7c6c7b00929644a290fa5ec29263350b28ef22372bf866a17f2638b45437f"
        + "c05ae08e28103553613621ede9f7671d03";

    /// <summary>A file name with U+0000 in it, at which texts end on nanoFramework.</summary>
    internal const string ZeroInName =
        "d28443a10127a05882a70101026f4578616d706c6520446576696365730366656467652d31046565737033320565322e302e3006020781a2016361707002818367617070002e"
        + "7065015840a4abd4448c49562d828115d13a1fccea927f52b4d5459297f8b43e42da89238bc13626e43dcb38ddb082488927ec904fb42057443983e88585179d50551afe6258"
        + "407687d59e52a033d53e128adb4dd51ad1ec443e765ad30f6af9d5c3ad041acc5589f5edbf6b374da479c176dd97c4f1d580b67ae0c79f56268ae06c6f93e33c01";

    internal static FirmwareKey Key => new FirmwareKey(DiceAlgorithm.Ed25519, Hex.Bytes(Ed25519Key));

    /// <summary>Puts a release into a slot.</summary>
    internal static void Install(MemoryStorage storage, string slot, string manifest)
    {
        storage.Put(slot + "/manifest.cose", Hex.Bytes(manifest));
        storage.Put(slot + "/boot.pe", Encoding.UTF8.GetBytes("boot"));
        storage.Put(slot + "/app.pe", Encoding.UTF8.GetBytes("application"));
        storage.Put(slot + "/lib.pe", Encoding.UTF8.GetBytes("library"));
    }
}
