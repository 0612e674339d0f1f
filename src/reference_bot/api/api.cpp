#include "reference_bot/api/api.hpp"

#include <fmt/format.h>

#include <charconv>

#include "base/log.hpp"
#include "json/write.hpp"
#include "reference_bot/api/requests.hpp"

namespace robson::reference_bot {
namespace {

constexpr std::int64_t most_rows = 1'000;
constexpr std::int64_t usual_rows = 500;

net::Response answer(int status, std::string body) {
  net::Response response{.status = status, .content_type = "application/json", .headers = {}, .body = std::move(body)};
  response.headers.add("Cache-Control", "no-store");
  return response;
}

template <class T>
std::string text_of(const T& value) {
  return json::text_of<json::Decimals::as_numbers>(value);
}
template <class T>
net::Response document(const T& value, int status = 200) {
  return answer(status, text_of(value));
}

// {"NAME": document, ...}
template <class Each>
net::Response by_name(const std::vector<std::pair<std::string, Each>>& all) {
  std::string out = "{";
  for (const auto& [name, each] : all) {
    if (out.size() > 1) out += ',';
    json::write_text(out, name);
    out += ':';
    json::write<json::Decimals::as_numbers>(out, each);
  }
  return answer(200, out + "}");
}

Problem not_found(std::string code, std::string detail) {
  return {.status = 404, .code = std::move(code), .detail = std::move(detail), .field = {}, .newest = {}};
}

net::Response replied(const Reply& reply) {
  if (reply.refused) {
    const Refused& refused = *reply.refused;
    return response_of(Problem{.status = refused.status,
                               .code = refused.code,
                               .detail = refused.detail,
                               .field = refused.field,
                               .newest = {}});
  }
  if (reply.commanded) return document(*reply.commanded, 202);
  if (reply.paused) return document(*reply.paused);
  if (reply.resumed) return document(*reply.resumed);
  if (reply.stopped) return document(*reply.stopped);
  if (reply.resolved) return document(*reply.resolved);
  if (reply.config) return document(*reply.config);
  return response_of(
      Problem{.status = 500, .code = "INTERNAL", .detail = "The command was not answered.", .field = {}, .newest = {}});
}

Problem problem_of(const NotDone& failed) {
  if (failed.out_of_range) {
    return {.status = 422,
            .code = "NUMBER_OUT_OF_RANGE",
            .detail = "The numbers are too large to be reckoned with.",
            .field = {},
            .newest = {}};
  }
  return {.status = 503,
          .code = "STATE_NOT_WRITTEN",
          .detail = "The bot cannot write its state down now. Send the same command again.",
          .field = {},
          .newest = {}};
}

// A whole number in a parameter or header.
Result<std::int64_t, Problem> whole(std::string_view text, const char* name, std::int64_t low, std::int64_t high) {
  std::int64_t value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool sound =
      parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size() && value >= low && value <= high;
  if (!sound) return Unexpected(wrong(name, fmt::format("a whole number from {} to {}", low, high)));
  return value;
}
Result<std::int64_t, Problem> parameter(const net::Request& request, const char* name, std::int64_t low,
                                        std::int64_t high, std::int64_t usual) {
  const auto text = request.parameter(name);
  if (!text) return usual;
  return whole(*text, name, low, high);
}

Result<std::int64_t, Problem> after_of(const net::Request& request) {
  return parameter(request, "after", 0, std::numeric_limits<std::int64_t>::max(), 0);
}
Result<std::int64_t, Problem> limit_of(const net::Request& request) {
  return parameter(request, "limit", 1, most_rows, usual_rows);
}

std::string array_of(const std::vector<const Numbered*>& rows) {
  std::string out = "[";
  for (const Numbered* row : rows) {
    if (out.size() > 1) out += ',';
    out += row->text;
  }
  return out + "]";
}

}  // namespace

bool is_key(std::string_view given, const Secret& key) {
  const std::string& wanted = key.reveal();
  if (given.empty() || wanted.empty()) return false;
  std::size_t difference = given.size() ^ wanted.size();
  for (std::size_t i = 0; i < given.size(); ++i) {
    difference |= static_cast<unsigned char>(given[i] ^ wanted[i % wanted.size()]);
  }
  return difference == 0;
}

Api::Api(Runner& runner, Secret admin_key, const Clock& clock)
    : runner_(runner), key_(std::move(admin_key)), streams_(runner.kept().events(), clock) {
  add_documents();
  add_rows();
  add_commands();
}

bool Api::is_admitted(const net::Request& request) const {
  if (request.path == "/health" || request.path == "/health/") return true;
  if (request.headers.has("X-API-Key")) return is_key(request.headers.get("X-API-Key"), key_);
  return request.method == net::Method::POST && is_key(key_in(request.body), key_);
}

net::Respond::Reply Api::serve(const net::Request& request) {
  try {
    // Whoever has no key learns nothing, not even which paths there are.
    if (!is_admitted(request)) {
      return response_of(Problem{.status = 401,
                                 .code = "KEY_REQUIRED",
                                 .detail = "The admin key is missing or wrong (header X-API-Key).",
                                 .field = {},
                                 .newest = {}});
    }
    const auto match = router_.find(request.method, request.path);
    if (match.route != nullptr) return match.route->handler(request, match.parameters);
    if (match.allowed.empty()) {
      return response_of(not_found("PATH_NOT_FOUND", "Nothing is served at that path."));
    }
    auto refused = response_of(Problem{.status = 405,
                                       .code = "METHOD_NOT_ALLOWED",
                                       .detail = "That path is asked with another method.",
                                       .field = {},
                                       .newest = {}});
    std::string names;
    for (const net::Method method : match.allowed) names += (names.empty() ? "" : ", ") + std::string(name(method));
    refused.headers.add("Allow", names);
    return refused;
  } catch (const std::exception& e) {
    log::error("request failed", {{"path", request.path.substr(0, 200)}, {"error", e.what()}});
    return response_of(Problem{.status = 500,
                               .code = "INTERNAL",
                               .detail = "Something went wrong inside the bot.",
                               .field = {},
                               .newest = {}});
  }
}

net::Respond::Reply Api::submit(const Result<Input, Problem>& command) {
  if (!command) return response_of(command.error());
  const auto reply = runner_.submit(*command);
  if (!reply) return response_of(problem_of(reply.error()));
  return replied(*reply);
}

net::Respond::Reply Api::page(const net::Request& request, const Row& row, std::string_view name) const {
  const auto after = after_of(request);
  if (!after) return response_of(after.error());
  const auto limit = limit_of(request);
  if (!limit) return response_of(limit.error());
  return answer(200,
                fmt::format(R"({{"{}":{}}})", name, array_of(row.after(*after, static_cast<std::size_t>(*limit)))));
}

net::Respond::Reply Api::events(const net::Request& request) {
  const Row& row = runner_.kept().events();
  const std::string_view last = request.headers.get("Last-Event-ID");
  const auto after =
      last.empty() ? after_of(request) : whole(last, "Last-Event-ID", 0, std::numeric_limits<std::int64_t>::max());
  if (!after) return response_of(after.error());
  const auto limit = limit_of(request);
  if (!limit) return response_of(limit.error());
  if (!row.reaches_back_to(*after)) {
    return response_of(
        Problem{.status = 410,
                .code = "EVENTS_GONE",
                .detail = "Events after that id are not all held. Ask for the state, and go on from `newest`.",
                .field = {},
                .newest = row.newest()});
  }
  if (request.headers.get("Accept").find("text/event-stream") == std::string_view::npos) {
    return answer(200, fmt::format(R"({{"events":{},"newest":{}}})",
                                   array_of(row.after(*after, static_cast<std::size_t>(*limit))), row.newest()));
  }
  if (streams_.full()) {
    return response_of(Problem{.status = 503,
                               .code = "TOO_MANY_STREAMS",
                               .detail = "There are too many event streams. Ask for pages.",
                               .field = {},
                               .newest = {}});
  }
  return streams_.open(*after);
}

void Api::add_documents() {
  const auto get = [this](const char* pattern, auto make) {
    router_.add(net::Method::GET, pattern,
                [this, make](const net::Request&, const net::PathParameters&) -> Served { return make(runner_); });
  };
  get("/health", [](const Runner& runner) { return document(runner.health()); });
  get("/internal/stats", [](const Runner& runner) { return document(runner.stats()); });
  get("/internal/positions", [](const Runner& runner) {
    std::vector<std::pair<std::string, bot_api::Position>> all;
    for (auto& each : runner.strategy().positions(runner.now())) {
      std::string id = each.position_id;
      all.emplace_back(std::move(id), std::move(each));
    }
    return by_name(all);
  });
  get("/internal/pause-state", [](const Runner& runner) { return document(runner.strategy().pause_state()); });
  get("/internal/circuit-breakers",
      [](const Runner& runner) { return document(Resolved{.circuit_breakers = runner.strategy().breakers()}); });
  get("/internal/chains", [](const Runner& runner) { return by_name(runner.strategy().chains()); });
  get("/internal/config", [](const Runner& runner) { return document(runner.strategy().config()); });
  router_.add(net::Method::GET, "/internal/positions/{id}",
              [this](const net::Request&, const net::PathParameters& path) -> Served {
                const auto found = runner_.strategy().position(path["id"], runner_.now());
                if (found) return document(*found);
                return response_of(not_found("POSITION_NOT_FOUND", "There is no position of that id."));
              });
}

void Api::add_rows() {
  router_.add(net::Method::GET, "/internal/trades", [this](const net::Request& request, const net::PathParameters&) {
    return page(request, runner_.kept().trades(), "trades");
  });
  router_.add(net::Method::GET, "/internal/funding", [this](const net::Request& request, const net::PathParameters&) {
    return page(request, runner_.kept().payments(), "payments");
  });
  router_.add(net::Method::GET, "/internal/events",
              [this](const net::Request& request, const net::PathParameters&) { return events(request); });
}

void Api::add_commands() {
  const auto command = [this](net::Method method, const char* pattern, auto read) {
    router_.add(method, pattern, [this, read](const net::Request& request, const net::PathParameters& path) {
      return submit(read(request.body, path));
    });
  };
  using Path = net::PathParameters;
  using net::Method;
  command(Method::POST, "/internal/positions", [](const auto& body, const Path&) { return open_command(body); });
  command(Method::POST, "/internal/positions/{id}/close",
          [](const auto& body, const Path& path) { return close_command(body, path["id"]); });
  command(Method::POST, "/internal/control/pause", [](const auto& body, const Path&) { return pause_command(body); });
  command(Method::POST, "/internal/control/resume", [](const auto& body, const Path&) { return resume_command(body); });
  command(Method::POST, "/internal/control/emergency-stop",
          [](const auto& body, const Path&) { return stop_command(body); });
  command(Method::PUT, "/internal/config", [](const auto& body, const Path&) { return config_command(body); });
  command(Method::POST, "/internal/circuit-breakers/{type}/resolve", [](const auto& body, const Path& path) -> Command {
    const auto type = json::value_of<hedge::BreakerType>(path["type"]);
    if (!type) return Unexpected(not_found("BREAKER_NOT_FOUND", "There is no circuit breaker of that type."));
    return resolve_command(body, *type);
  });
}

}  // namespace robson::reference_bot
