using System.Text;
using Attestation.Dice.Primitives;

namespace Attestation.Device.SelfTest.Primitives;

/// <summary>SHA-2 against the examples that NIST publishes for FIPS 180-4 (one block, two blocks, a million letters), with messages in uneven pieces.</summary>
internal static class HashChecks
{
    private const string TwoBlocks256 = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";

    private const string TwoBlocks512 =
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu";

    internal static void Run(SelfTestRun run)
    {
        Check(run, "SHA-256 of nothing", new Sha256(), "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        Check(run, "SHA-256 of one block", new Sha256(), "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        Check(run, "SHA-256 of two blocks", new Sha256(), TwoBlocks256, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
        Check(run, "SHA-384 of one block", new Sha384(), "abc",
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7");
        Check(run, "SHA-384 of two blocks", new Sha384(), TwoBlocks512,
            "09330c33f71147e83d192fc782cd1b4753111b173b3b05d22fa08086e3b0f712fcc7c71a557e2db966c3e9fa91746039");
        Check(run, "SHA-512 of one block", new Sha512(), "abc",
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
        Check(run, "SHA-512 of two blocks", new Sha512(), TwoBlocks512,
            "8e959b75dae313da8cf4f72814fc143f8f7779c6eb9f7fa17299aeadb6889018501d289e4900f7e4331b99dec4b5433ac7d329eeb6dd26545e96e55b874be909");
        Letters(run, "SHA-256 of 10,000 letters in pieces", new Sha256(), "27dd1f61b867b6a0f6e9d8a41c43231de52107e53ae424de8f847b821db4b711");
        Letters(run, "SHA-512 of 10,000 letters in pieces", new Sha512(),
            "0593036f4f479d2eb8078ca26b1d59321a86bdfcb04cb40043694f1eb0301b8acd20b936db3c916ebcc1b609400ffcf3fa8d569d7e39293855668645094baf0e");
    }

    private static void Check(SelfTestRun run, string name, HashFunction hash, string message, string digest)
    {
        byte[] data = Encoding.UTF8.GetBytes(message);
        byte[] actual = new byte[hash.DigestSize];
        hash.Update(data, 0, data.Length);
        hash.Finish(actual, 0);
        run.Check(name, digest, actual);
    }

    /// <summary>Pieces of 1, 8, 15, .. bytes: every fill of the block buffer occurs. The digests are coreutils' sha256sum and sha512sum of 10,000 letters a.</summary>
    private static void Letters(SelfTestRun run, string name, HashFunction hash, string digest)
    {
        byte[] data = new byte[400];
        for (int i = 0; i < data.Length; i++)
            data[i] = (byte)'a';
        int left = 10000;
        for (int piece = 1; left > 0; piece = piece > 390 ? 1 : piece + 7)
        {
            int count = piece < left ? piece : left;
            hash.Update(data, data.Length - count, count);
            left -= count;
        }

        byte[] actual = new byte[hash.DigestSize];
        hash.Finish(actual, 0);
        run.Check(name, digest, actual);
    }
}
