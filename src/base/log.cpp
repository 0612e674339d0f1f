#include "base/log.hpp"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>

#include "base/overloaded.hpp"
#include "base/timestamp.hpp"

namespace robson::log {
namespace {

constexpr std::array<std::string_view, 6> level_names = {"debug", "info", "warning", "error", "critical", "off"};

std::string& service_name() {
  static std::string name = "robson";
  return name;
}

std::shared_ptr<spdlog::logger>& sink() {
  static std::shared_ptr<spdlog::logger> logger = [] {
    auto made = std::make_shared<spdlog::logger>("robson", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%v");
    made->set_level(spdlog::level::warn);
    made->flush_on(spdlog::level::debug);
    return made;
  }();
  return logger;
}

spdlog::level::level_enum to_spdlog(Level level) {
  switch (level) {
    case Level::debug: return spdlog::level::debug;
    case Level::info: return spdlog::level::info;
    case Level::warning: return spdlog::level::warn;
    case Level::error: return spdlog::level::err;
    case Level::critical: return spdlog::level::critical;
    case Level::off: return spdlog::level::off;
  }
  return spdlog::level::off;
}

void append_escaped(fmt::memory_buffer& out, std::string_view text) {
  out.push_back('"');
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (byte < 0x20 || byte == 0x7F) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(byte));
    } else {
      out.push_back(c);
    }
  }
  out.push_back('"');
}

void append_field(fmt::memory_buffer& out, const Field& field) {
  out.push_back(',');
  append_escaped(out, field.key);
  out.push_back(':');
  std::visit(overloaded{[&](std::string_view text) { append_escaped(out, text); },
                        [&](bool flag) { fmt::format_to(std::back_inserter(out), "{}", flag); },
                        [&](auto number) { fmt::format_to(std::back_inserter(out), "{}", number); }},
             field.value);
}

}  // namespace

void start(std::string service, Level lowest) {
  service_name() = std::move(service);
  sink()->set_level(to_spdlog(lowest));
}

std::string_view name(Level level) {
  return level_names[static_cast<std::size_t>(level)];
}

bool parse(std::string_view text, Level& into) {
  for (std::size_t i = 0; i < level_names.size(); ++i) {
    if (level_names[i] != text) continue;
    into = static_cast<Level>(i);
    return true;
  }
  return false;
}

void write(Level level, std::string_view event, Fields fields) {
  if (!sink()->should_log(to_spdlog(level))) return;
  fmt::memory_buffer line;
  fmt::format_to(std::back_inserter(line), R"({{"timestamp":"{}","level":"{}","service":)",
                 to_rfc3339(SystemClock{}.now()), name(level));
  append_escaped(line, service_name());
  line.append(std::string_view(R"(,"event":)"));
  append_escaped(line, event);
  for (const Field& field : fields) append_field(line, field);
  line.push_back('}');
  sink()->log(to_spdlog(level), fmt::string_view(line.data(), line.size()));
}

}  // namespace robson::log
