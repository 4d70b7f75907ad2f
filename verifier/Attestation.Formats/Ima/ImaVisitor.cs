namespace Attestation.Formats.Ima;

/// <summary>Is shown each entry of a list as it passes.</summary>
/// <param name="entry">The entry, a view that is good during the call.</param>
/// <param name="fields">Its fields; the default where they do not fit the template, which is a finding of its own.</param>
/// <param name="covered">Does the quote cover it? Not known before the search is over where it finds no match.</param>
public delegate void ImaVisitor(in ImaEntry entry, in ImaFields fields, bool covered);
