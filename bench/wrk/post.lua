-- Sends requests for one image. METHOD, BODY, KEY and HEADERS (name=value, separated by |) come from the environment.
-- THINK is the mean pause after each response, in milliseconds. Closed loop: at most one request per connection.
local folder = debug.getinfo(1, "S").source:match("@(.*/)")
dofile(folder .. "report.lua")
wrk.method = os.getenv("METHOD") or "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer " .. (os.getenv("KEY") or "bench-key")
wrk.body = wrk.method == "POST" and os.getenv("BODY") or nil
for name, value in (os.getenv("HEADERS") or ""):gmatch("([^=|]+)=([^|]*)") do
  wrk.headers[name] = value
end
-- REFUSALS=503 counts responses with this status and Retry-After separately
local counted = tonumber(os.getenv("REFUSALS") or "0")
if counted > 0 then
  function response(status, headers)
    if status == counted and headers["Retry-After"] then
      refused = refused + 1
    end
  end
end
local think = tonumber(os.getenv("THINK") or "0")
if think > 0 then
  function delay()
    -- random, so that the connections do not synchronize
    return math.random(think / 2, think * 3 / 2)
  end
end
