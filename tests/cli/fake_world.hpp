#pragma once
// A process for the command line under test: captured output, a made-up terminal and environment.
#include <csignal>
#include <map>
#include <mutex>

#include "cli/run.hpp"
#include "support/client/scratch.hpp"

namespace robson::cli {

class CapturedSink final : public Sink {
 public:
  Outcome write(std::string_view text) override {
    const std::lock_guard lock(mutex_);
    ++writes_;
    if (fail_) return Outcome::failed;
    if (most_writes_ != 0 && writes_ > most_writes_) return Outcome::reader_gone;
    text_ += text;
    if (on_write) on_write(text);
    return Outcome::written;
  }
  bool is_terminal() const override { return terminal; }
  std::string text() const {
    const std::lock_guard lock(mutex_);
    return text_;
  }
  void reader_leaves_after(int writes) { most_writes_ = writes; }
  void fail_writes() { fail_ = true; }
  int writes() const {
    const std::lock_guard lock(mutex_);
    return writes_;
  }

  bool terminal = false;
  std::function<void(std::string_view)> on_write{};

 private:
  mutable std::mutex mutex_{};
  std::string text_{};
  int writes_ = 0;
  int most_writes_ = 0;
  bool fail_ = false;
};

struct Ran {
  int exit = 0;
  std::string out{};
  std::string err{};
};

// One person's machine: its folder, environment and terminal stay from call to call.
struct Machine {
  fake::ScratchFolder folder{};
  std::map<std::string, std::string, std::less<>> environment{
      {"XDG_CONFIG_HOME", folder.path()}, {"LANG", "en_US.UTF-8"}, {"TERM", "xterm"}};
  bool terminal = false;
  World::Size size{80, 24};
  std::string input{};
  bool input_is_terminal = false;
  std::optional<std::string> hidden_answer{"secret"};
  std::string question{};
  std::function<void(CapturedSink&, std::string_view)> on_output{};
  int reader_leaves_after = 0;
  bool disk_full = false;
  int keys = 0;
  std::string time_zone{};
  SystemClock clock{};

  std::string config_path() const { return folder.path() + "/robson/config.toml"; }
  std::string credentials_path() const { return folder.path() + "/robson/credentials"; }

  Ran operator()(const std::vector<std::string>& words) {
    CapturedSink out;
    CapturedSink err;
    out.terminal = terminal;
    err.terminal = terminal;
    out.reader_leaves_after(reader_leaves_after);
    if (disk_full) out.fail_writes();
    if (on_output) out.on_write = [&](std::string_view text) { on_output(out, text); };
    World world{.out = out,
                .err = err,
                .clock = clock,
                .variable =
                    [this](std::string_view name) {
                      const auto found = environment.find(name);
                      return found == environment.end() ? std::nullopt : std::optional(found->second);
                    },
                .read_line = [this]() -> std::optional<std::string> {
                  if (input.empty()) return std::nullopt;
                  const auto end = input.find('\n');
                  std::string line = input.substr(0, end);
                  input.erase(0, end == std::string::npos ? end : end + 1);
                  return line;
                },
                .read_input = [this](std::size_t most) -> std::optional<std::string> {
                  std::string text = std::exchange(input, {});
                  return text.size() > most ? std::nullopt : std::optional(std::move(text));
                },
                .input_is_terminal = input_is_terminal,
                .ask_hidden =
                    [this](std::string_view asked) {
                      question = asked;
                      return hidden_answer;
                    },
                .size = [this] { return size; },
                .version = "0.1.0",
                .fresh_key = [this] { return "key-" + std::to_string(++keys); },
                .time_zone = time_zone};
    const int exit = run(world, words);
    return {exit, out.text(), err.text()};
  }
};

// Ctrl-C, as the terminal sends it; once, however often it is called.
class Interrupt {
 public:
  void operator()() {
    if (!std::exchange(sent_, true)) std::raise(SIGINT);
  }

 private:
  bool sent_ = false;
};

}  // namespace robson::cli
