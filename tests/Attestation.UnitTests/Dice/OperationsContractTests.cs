using System.Security.Cryptography;
using System.Text;
using Attestation.Dice;
using Attestation.Dice.Host;

namespace Attestation.UnitTests.Dice;

/// <summary>What every implementation of <see cref="IDiceOperations"/> promises. All of them give the same bytes.</summary>
public sealed class OperationsContractTests
{
    private static readonly SoftwareDiceOperations Reference = new();

    public static TheoryData<string> Names => [.. AllOperations.Names];

    public static TheoryData<string, DiceAlgorithm> NamesAndAlgorithms
    {
        get
        {
            TheoryData<string, DiceAlgorithm> data = [];
            foreach (string name in AllOperations.Names)
            {
                foreach (DiceAlgorithm algorithm in Enum.GetValues<DiceAlgorithm>())
                    data.Add(name, algorithm);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void HashIsSha512OfTheWholeRange(string name)
    {
        byte[] data = SampleInputs.Filled(300, 0x5A);
        byte[] hash = new byte[64];
        Assert.True(AllOperations.ByName[name].Hash(data, 7, 200, hash));
        Assert.Equal(SHA512.HashData(data.AsSpan(7, 200)), hash);
        Assert.False(AllOperations.ByName[name].Hash(data, 0, 1, new byte[32]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void KdfIsHkdfSha512(string name)
    {
        foreach (int size in new[] { 1, 20, 32, 64, 65, 255 * 64 })
        {
            byte[] output = new byte[size];
            Assert.True(AllOperations.ByName[name].Kdf([1, 2, 3], [4, 5], [6], output));
            Assert.Equal(HKDF.DeriveKey(HashAlgorithmName.SHA512, [1, 2, 3], size, [4, 5], [6]), output);
        }

        byte[] saltless = new byte[32];
        Assert.True(AllOperations.ByName[name].Kdf([1], [], [], saltless));
        Assert.Equal(HKDF.DeriveKey(HashAlgorithmName.SHA512, [1], 32), saltless);
        Assert.False(AllOperations.ByName[name].Kdf([1], [2], [3], new byte[(255 * 64) + 1]));
    }

    [Theory]
    [MemberData(nameof(NamesAndAlgorithms))]
    public void KeyPairsAndSignaturesAreTheSameBytesEverywhere(string name, DiceAlgorithm algorithm)
    {
        IDiceOperations operations = AllOperations.ByName[name];
        Random random = new(20260321);
        for (int i = 0; i < 20; i++)
        {
            byte[] seed = new byte[32];
            byte[] message = new byte[i * 37];
            random.NextBytes(seed);
            random.NextBytes(message);
            (byte[] privateKey, byte[] publicKey) = Pair(operations, algorithm, seed);
            (byte[] expectedPrivate, byte[] expectedPublic) = Pair(Reference, algorithm, seed);
            Assert.Equal(expectedPrivate, privateKey);
            Assert.Equal(expectedPublic, publicKey);

            byte[] signature = Sign(operations, algorithm, privateKey, publicKey, message);
            Assert.Equal(Sign(Reference, algorithm, privateKey, publicKey, message), signature);
            if (i is 1 or 2) // openssl pkeyutl takes no empty message
                CertificateChecks.AssertRawSignature(message, signature, algorithm, publicKey);
        }
    }

    /// <summary>RFC 6979 appendices A.2.5 and A.2.6, message "sample"; RFC 8032 section 7.1, test 1.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void SignaturesAreThoseOfTheStandards(string name)
    {
        Check(
            DiceAlgorithm.P256,
            "sample",
            "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721",
            "60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB67903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299",
            "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8");
        Check(
            DiceAlgorithm.P384,
            "sample",
            "6B9D3DAD2E1B8C1C05B19875B6659F4DE23C3B667BF297BA9AA47740787137D896D5724E4C70A825F872C9EA60D2EDF5",
            "EC3A4E415B4E19A4568618029F427FA5DA9A8BC4AE92E02E06AAE5286B300C64DEF8F0EA9055866064A254515480BC138015D9B72D7D57244EA8EF9AC0C621896708A59367F9DFB9F54CA84B3F1C9DB1288B231C3AE0D4FE7344FD2533264720",
            "94EDBB92A5ECB8AAD4736E56C691916B3F88140666CE9FA73D64C4EA95AD133C81A648152E44ACF96E36DD1E80FABE4699EF4AEB15F178CEA1FE40DB2603138F130E740A19624526203B6351D0A3A94FA329C145786E679E7B82C71A38628AC8");
        Check(
            DiceAlgorithm.Ed25519,
            "",
            "9D61B19DEFFD5A60BA844AF492EC2CC44449C5697B326919703BAC031CAE7F60",
            "D75A980182B10AB7D54BFED3C964073A0EE172F3DAA62325AF021A68F707511A",
            "E5564300C360AC729086E2CC806E828A84877F1EB8E5D974D873E065224901555FB8821590A33BACC61E39701CF9B46BD25BF5F0595BBE24655141438E7A100B");

        void Check(DiceAlgorithm algorithm, string message, string privateKey, string publicKey, string signature) =>
            Assert.Equal(signature, Convert.ToHexString(Sign(
                AllOperations.ByName[name], algorithm, Convert.FromHexString(privateKey), Convert.FromHexString(publicKey), Encoding.ASCII.GetBytes(message))));
    }

    [Theory]
    [MemberData(nameof(NamesAndAlgorithms))]
    public void ASignatureCoversTheRangeAndNothingElse(string name, DiceAlgorithm algorithm)
    {
        IDiceOperations operations = AllOperations.ByName[name];
        (byte[] privateKey, byte[] publicKey) = Pair(operations, algorithm, SampleInputs.Filled(32, 9));
        byte[] message = [0xFF, 1, 2, 3, 0xFF];
        byte[] signature = new byte[DiceAlgorithmSizes.Signature(algorithm)];
        Assert.True(operations.Sign(algorithm, privateKey, publicKey, message, 1, 3, signature));
        Assert.Equal(Sign(operations, algorithm, privateKey, publicKey, [1, 2, 3]), signature);
    }

    [Theory]
    [MemberData(nameof(NamesAndAlgorithms))]
    public void ArraysOfWrongLengthAreRefused(string name, DiceAlgorithm algorithm)
    {
        IDiceOperations operations = AllOperations.ByName[name];
        int key = DiceAlgorithmSizes.PrivateKey(algorithm);
        int point = DiceAlgorithmSizes.PublicKey(algorithm);
        int signature = DiceAlgorithmSizes.Signature(algorithm);
        byte[] one = SampleInputs.Filled(key, 1);

        Assert.False(operations.DeriveKeyPair(algorithm, new byte[31], new byte[key], new byte[point]));
        Assert.False(operations.DeriveKeyPair(algorithm, new byte[32], new byte[key - 1], new byte[point]));
        Assert.False(operations.DeriveKeyPair(algorithm, new byte[32], new byte[key], new byte[point + 1]));
        Assert.False(operations.Sign(algorithm, new byte[key + 1], new byte[point], [1], 0, 1, new byte[signature]));
        Assert.False(operations.Sign(algorithm, one, new byte[point], [1], 0, 1, new byte[signature - 1]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void APrivateKeyOutsideOfTheGroupSignsNothing(string name)
    {
        IDiceOperations operations = AllOperations.ByName[name];
        foreach (string scalar in new[] { new string('0', 64), "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", new string('F', 64) })
            Assert.False(operations.Sign(DiceAlgorithm.P256, Convert.FromHexString(scalar), new byte[64], [1], 0, 1, new byte[64]), scalar);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AnUnknownAlgorithmIsRefused(string name)
    {
        IDiceOperations operations = AllOperations.ByName[name];
        Assert.False(operations.DeriveKeyPair((DiceAlgorithm)5, new byte[32], [], []));
        Assert.False(operations.Sign((DiceAlgorithm)5, [], [], [1], 0, 1, []));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void WipeLeavesZeros(string name)
    {
        byte[] secret = SampleInputs.Filled(33, 0xAB);
        AllOperations.ByName[name].Wipe(secret);
        Assert.Equal(new byte[33], secret);
    }

    /// <summary>Native contexts are lent to one call at a time.</summary>
    [Fact]
    public void TheHostServesManyThreads()
    {
        HostDiceOperations host = new();
        (byte[] privateKey, byte[] publicKey) = Pair(host, DiceAlgorithm.P256, SampleInputs.Filled(32, 9));
        byte[] expected = Sign(Reference, DiceAlgorithm.P256, privateKey, publicKey, [1]);
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
            Assert.Equal(expected, Sign(host, DiceAlgorithm.P256, privateKey, publicKey, [1])));
    }

    private static (byte[] PrivateKey, byte[] PublicKey) Pair(IDiceOperations operations, DiceAlgorithm algorithm, byte[] seed)
    {
        byte[] privateKey = new byte[DiceAlgorithmSizes.PrivateKey(algorithm)];
        byte[] publicKey = new byte[DiceAlgorithmSizes.PublicKey(algorithm)];
        Assert.True(operations.DeriveKeyPair(algorithm, seed, privateKey, publicKey));
        return (privateKey, publicKey);
    }

    private static byte[] Sign(IDiceOperations operations, DiceAlgorithm algorithm, byte[] privateKey, byte[] publicKey, byte[] message)
    {
        byte[] signature = new byte[DiceAlgorithmSizes.Signature(algorithm)];
        Assert.True(operations.Sign(algorithm, privateKey, publicKey, message, 0, message.Length, signature));
        return signature;
    }
}
