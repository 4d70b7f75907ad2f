using System.Security.Cryptography;
using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Nodes.References;
using Attestation.Formats.Dice;
using Attestation.Formats.EventLog;
using Attestation.Formats.Keys;
using Attestation.UnitTests.Formats;

namespace Attestation.UnitTests.Appraisal.Endorsements;

/// <summary>A set that grew one endorsement at a time answers as one that was made of all of them at once, and as a plain search through the list.</summary>
public sealed class GrowingSetTests
{
    private const int Steps = 150;
    private static readonly VerificationKey[] Keys = [TestKeys.P256.PublicKey, TestKeys.P384.PublicKey, TestKeys.Ed25519.PublicKey, .. Enumerable.Range(0, 9).Select(NewKey)];
    private static readonly DeviceClass[] Classes = [new("Acme", "Lamp"), new("Acme", "Lock"), new("Other", "Lamp")];

    [Theory]
    [InlineData("seed 1", 1)]
    [InlineData("seed 2", 2)]
    [InlineData("seed 3", 3)]
    public void ItAnswersAsARebuiltOne(string description, int seed)
    {
        var random = new Random(seed);
        var added = new List<object>();
        DiceAnchors anchors = DiceAnchors.None with { UdsKeys = [Keys[^1]] };
        EndorsementSet grown = new EndorsementSetBuilder().With(anchors).Build();
        EndorsementSet earlier = grown;
        for (int step = 0; step < Steps; step++)
        {
            object next = Next(random, step);
            added.Add(next);
            EndorsementSet before = grown;
            grown = Add(new EndorsementSetBuilder(grown), next).Build();
            Compare(Rebuilt(added, anchors), grown, added, $"{description}, step {step}");
            if (step == Steps / 2)
                earlier = before;
        }
        Compare(Rebuilt(added[..(Steps / 2)], anchors), earlier, added[..(Steps / 2)], $"{description}: a set in use changes no more");
    }

    [Fact]
    public void OtherAnchorsReplaceThoseOfTheSetBefore()
    {
        EndorsementSet first = new EndorsementSetBuilder().With(DiceAnchors.None with { UdsKeys = [Keys[0]] }).Build();
        EndorsementSet same = new EndorsementSetBuilder(first).Build(), other = new EndorsementSetBuilder(first).With(DiceAnchors.None with { UdsKeys = [Keys[1]] }).Build();
        Assert.True(same.Anchors(false).Enrols(Keys[0]) && first.AnchorsDigest.Span.SequenceEqual(same.AnchorsDigest.Span));
        Assert.False(other.Anchors(false).Enrols(Keys[0]) || first.AnchorsDigest.Span.SequenceEqual(other.AnchorsDigest.Span));
    }

    private static EndorsementSet Rebuilt(List<object> added, DiceAnchors anchors) =>
        added.Aggregate(new EndorsementSetBuilder().With(anchors), Add).Build();

    private static void Compare(EndorsementSet expected, EndorsementSet actual, List<object> added, string where)
    {
        Assert.True(expected.Count == actual.Count && added.OfType<LayerReference>().Count() == actual.Count, where);
        Assert.True(expected.AnchorsDigest.Span.SequenceEqual(actual.AnchorsDigest.Span), where);
        foreach (bool unsignedToo in new[] { false, true })
        {
            foreach (DeviceClass @class in Classes)
            {
                Assert.True(Layers(added, @class, unsignedToo).SequenceEqual(Layers(expected, @class, unsignedToo)), where);
                Assert.True(Layers(added, @class, unsignedToo).SequenceEqual(Layers(actual, @class, unsignedToo)), where);
                Assert.True(added.OfType<LayerReference>().Where(r => r.Class == @class && r.Layer == 0 && r.SvnIsFloor && (unsignedToo || r.Signer != "")).Max(r => r.Svn).GetValueOrDefault()
                    == (actual.References(@class, unsignedToo)?.Floor(0) ?? 0), where);
                Assert.True(added.OfType<NodeReference>().Where(r => r.Class == @class && (unsignedToo || r.Signer != "")).SequenceEqual(actual.Nodes(@class, unsignedToo)?.All ?? []), where);
            }
            foreach (VerificationKey key in Keys)
            {
                IdentityEndorsement[] about = [.. added.OfType<IdentityEndorsement>().Where(i => i.KeyThumbprint == Name(key))];
                IdentityEndorsement? last = about.LastOrDefault();
                Assert.True(ReferenceEquals(unsignedToo || last?.Signer != "" ? last : null, actual.Identity(Name(key), unsignedToo)), where);
                bool enrolled = key == Keys[^1] || about.Any(i => unsignedToo || i.Signer != "");
                Assert.True(enrolled == actual.Anchors(unsignedToo).Enrols(key) && enrolled == expected.Anchors(unsignedToo).Enrols(key), where);
            }
        }
    }

    private static List<LayerReference> Layers(List<object> added, DeviceClass @class, bool unsignedToo) =>
        [.. Enumerable.Range(0, 3).SelectMany(layer => added.OfType<LayerReference>().Where(r => r.Class == @class && r.Layer == layer && (unsignedToo || r.Signer != "")))];

    private static List<LayerReference> Layers(EndorsementSet set, DeviceClass @class, bool unsignedToo) =>
        [.. Enumerable.Range(0, 3).SelectMany(layer => set.References(@class, unsignedToo) is { } known ? known.Layer(layer).ToArray() : [])];

    private static object Next(Random random, int step)
    {
        string signer = random.Next(3) == 0 ? "" : "Example";
        DeviceClass @class = Classes[random.Next(Classes.Length)];
        return random.Next(4) switch
        {
            0 => new LayerReference { Class = @class, Layer = random.Next(3), Source = $"{step}", Signer = signer, Svn = (ulong)random.Next(9), SvnIsFloor = random.Next(2) == 0 },
            1 => new NodeReference { Class = @class, Key = "kernel", BootClass = BootClass.Kernel, Source = $"{step}", Signer = signer },
            _ => new IdentityEndorsement(Name(Keys[random.Next(Keys.Length - 1)]), @class, null, $"{step}", signer),
        };
    }

    private static EndorsementSetBuilder Add(EndorsementSetBuilder builder, object what) => what switch
    {
        LayerReference reference => builder.Add(reference),
        NodeReference reference => builder.Add(reference),
        _ => builder.Add((IdentityEndorsement)what),
    };

    private static string Name(VerificationKey key) => Convert.ToHexStringLower(key.Thumbprint.Span);

    private static VerificationKey NewKey(int number)
    {
        Assert.True(VerificationKey.TryFromEd25519(SHA256.HashData([(byte)number]), out VerificationKey key, out _));
        return key;
    }
}
