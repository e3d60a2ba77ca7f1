# Takes out of transcripts what differs from one machine and run to the next: times, ports, versions, durations, sizes.
s/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z/TIME/g
s/127\.0\.0\.1:[0-9]+/127.0.0.1:PORT/g
s/epmm-conform [0-9]+\.[0-9]+\.[0-9]+/epmm-conform VERSION/g
s/· cases [^ ]+/· cases VERSION/
s/[0-9.]+ (B|kB|MB) · [0-9.]+ s/SIZE · SECONDS/
s/[0-9]+ operations, [0-9]+ scenarios, [0-9]+ schemas, [0-9]+ value tables, [0-9]+ fixtures, ([0-9]+) suites, [0-9]+ requirements/N operations, N scenarios, N schemas, N value tables, N fixtures, \1 suites, N requirements/
