# SPDX-License-Identifier: Apache-2.0
"""Writes a run record in which every text wants to be more than text: hostile_record.py FILE"""
import json
import sys

TEXTS = (
    "</script><script>alert('script')</script>",
    "<img src=x onerror=alert('img')><svg onload=alert('svg')>",
    "\" autofocus tabindex=1 onfocus=alert('attribute') x=\"' onmouseover='alert(1)",
    "</title></style><style>*{display:none}</style><link rel=stylesheet href=http://127.0.0.1:9/x.css>",
    "]]><!-- --><![CDATA[x]]><?php phpinfo() ?><iframe src=http://127.0.0.1:9/frame></iframe>",
    "javascript:alert('url') data:text/html,<script>alert(1)</script>",
    "\u202eright to left\u2066 \u200bzero \ufeff\u2028\u2029 \x00\x01\x07\x1b[31m\x7f\x85\x9b",
    "<base href=http://127.0.0.1:9/><meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'>",
    "&lt;script&gt; &#60;script&#62; &amp;quot; `${alert(1)}` {{alert(1)}} %3Cscript%3E #~0 ' \" \\ \r\n\t",
    "<form action=http://127.0.0.1:9/><button id=filter name=location>x</button><details open ontoggle=alert(2)>",
    "__proto__ constructor main filter cases " + "x" * 5000,
    "<template><p id=main></template><math><mtext></p><style><img src=x onerror=alert(3)>",
)
VERDICTS = ("pass", "fail", "error", "skip")


def case(text, verdict):
    finding = {"level": "failure", "check": text, "requirement": text, "strength": "explicit", "section": text,
               "path": text, "record": text, "expected": text, "actual": text + text, "message": text, "times": 2}
    levels = [dict(finding, level=level) for level in ("failure", "error", "warning", "note")]
    exchange = {"method": text, "url": text, "accept": text, "credentials": text, "body": text, "status": 200,
                "content_type": text, "trouble": text, "started": text, "duration_us": 10, "bytes": 9, "excerpt": text,
                "curl": text}
    result = dict.fromkeys(("id", "area", "operation", "kind", "name", "reason", "format", "because", "safety",
                            "section", "file"), text)
    result.update(record="case", verdict=verdict, page=1, line=1, requirements=[text, text], duration_us=10,
                  findings=levels, exchanges=[exchange])
    return result


def main():
    whole = " ".join(TEXTS)
    header = dict.fromkeys(("tool_version", "case_version", "started", "target", "target_kind", "product_version",
                            "suite", "select", "formats", "hostname", "warnings"), whole)
    header.update(record="header", version=1, tool="epmm-conform")
    summary = dict.fromkeys(("word", "trouble", "fixtures", "unknown", "residue", "left", "journal"), whole)
    summary.update(record="summary", passed=len(TEXTS), failed=len(TEXTS), errors=len(TEXTS), skipped=len(TEXTS),
                   warnings=len(TEXTS), requests=9, writes=2, bytes=10, duration_us=10, exit_code=1)
    summary["coverage"] = [{"kind": kind, "area": whole, "strength": "explicit", "documented": 3, "described": 2,
                            "executed": 1} for kind in ("operation", "requirement")]
    summary["statements"] = [{"id": text, "strength": text, "section": text, "statement": text, "errata": text}
                             for text in TEXTS]
    lines = [header, *(case(text, verdict) for text in TEXTS for verdict in VERDICTS), summary]
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        out.writelines(json.dumps(line).replace("\\u0000", "\\ufffd") + "\n" for line in lines)


main()
