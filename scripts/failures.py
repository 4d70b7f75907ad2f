"""Prints the failed tests of TRX files with the beginning of what they say.   python3 scripts/failures.py FILE..."""
import sys
import xml.etree.ElementTree as ET

LINES, WIDTH = 12, 300

for name in sys.argv[1:]:
    try:
        results = ET.parse(name).iter()
    except (OSError, ET.ParseError) as e:
        print(f"{name}: {e}")
        continue
    for result in results:
        if not result.tag.endswith("}UnitTestResult") or result.get("outcome") != "Failed":
            continue
        print(f"failed: {result.get('testName')}")
        for part in result.iter():
            if part.tag.endswith("}Message") or part.tag.endswith("}StackTrace"):
                for line in (part.text or "").splitlines()[:LINES]:
                    print("    " + line[:WIDTH])
