refused = 0
local threads = {}
function setup(thread)
  table.insert(threads, thread)
end
-- Prints the result as one line that Bench.java parses. Times are in microseconds.
function done(summary, latency, requests)
  local e = summary.errors
  local told = 0
  for _, thread in ipairs(threads) do
    told = told + thread:get("refused")
  end
  io.write(string.format(
    "RESULT requests=%d duration=%d p50=%d p90=%d p99=%d max=%d status=%d connect=%d read=%d write=%d timeout=%d bytes=%d refused=%d\n",
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(90), latency:percentile(99),
    latency.max, e.status, e.connect, e.read, e.write, e.timeout, summary.bytes, told))
end
