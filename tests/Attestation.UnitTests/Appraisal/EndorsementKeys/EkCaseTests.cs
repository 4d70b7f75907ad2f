using Attestation.Appraisal.EndorsementKeys;

namespace Attestation.UnitTests.Appraisal.EndorsementKeys;

/// <summary>Every case of tests/vectors/ek: exactly the reasons that it names, and no other.</summary>
public sealed class EkCaseTests
{
    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (EkCase one in EkCase.All)
                data.Add(one.About, one.Name);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ACaseGetsItsReasonsAndNoOther(string about, string name)
    {
        EkCase one = EkCase.Named(name);
        EkVerdict verdict = one.Judge();
        string found = $"{about}: {string.Join("; ", verdict.Findings)}";
        Assert.True(one.Refused.Order(StringComparer.Ordinal).SequenceEqual(EkCase.Codes(verdict, refused: true)), found);
        Assert.True(one.Told.Order(StringComparer.Ordinal).SequenceEqual(EkCase.Codes(verdict, refused: false)), found);
        Assert.Equal(one.Refused.Length == 0, verdict.Accepted);
        Assert.Equal(verdict.Accepted, verdict.Anchor.Length > 0);
    }
}
