#include "cli/process.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>

#include "base/ensure.hpp"

namespace robson::cli {
namespace {

constexpr std::size_t longest_line = 4096;

// The terminal without echo, line editing and signals, until it dies.
class HiddenInput {
 public:
  HiddenInput() : changed_(::tcgetattr(STDIN_FILENO, &before_) == 0) {
    if (!changed_) return;
    termios hidden = before_;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO | ICANON | ISIG);
    hidden.c_cc[VMIN] = 1;
    hidden.c_cc[VTIME] = 0;
    changed_ = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0;
  }
  HiddenInput(const HiddenInput&) = delete;
  HiddenInput& operator=(const HiddenInput&) = delete;
  ~HiddenInput() {
    if (changed_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  bool is_hidden() const { return changed_; }

 private:
  termios before_{};
  bool changed_;
};

// The next byte of standard input; nothing at its end, and when a signal came while a person was asked.
std::optional<char> next_byte() {
  char byte = 0;
  for (;;) {
    const auto count = ::read(STDIN_FILENO, &byte, 1);
    if (count == 1) return byte;
    if (count == 0 || errno != EINTR || input_is_terminal()) return std::nullopt;
  }
}

void drop_last_character(std::string& text) {
  while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U) text.pop_back();
  if (!text.empty()) text.pop_back();
}

}  // namespace

Sink::Outcome DescriptorSink::write(std::string_view text) {
  while (!text.empty()) {
    const auto count = ::write(descriptor_, text.data(), text.size());
    if (count >= 0) {
      text.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno == EPIPE) {
      return Outcome::reader_gone;
    } else if (errno == EAGAIN) {  // somebody made our output non-blocking: wait for room
      pollfd room{.fd = descriptor_, .events = POLLOUT, .revents = 0};
      ::poll(&room, 1, -1);
    } else if (errno != EINTR) {
      return Outcome::failed;
    }
  }
  return Outcome::written;
}

bool DescriptorSink::is_terminal() const {
  return ::isatty(descriptor_) == 1;
}

std::optional<std::string> environment_variable(std::string_view name) {
  const char* value = std::getenv(std::string(name).c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

std::optional<std::string> read_input_line() {
  std::string line;
  for (;;) {
    const auto byte = next_byte();
    if (!byte && line.empty()) return std::nullopt;
    if (!byte || *byte == '\n') break;
    if (line.size() < longest_line) line += *byte;
  }
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

std::optional<std::string> read_input(std::size_t most) {
  std::string text;
  while (const auto byte = next_byte()) {
    if (text.size() == most) return std::nullopt;
    text += *byte;
  }
  return text;
}

std::optional<std::string> ask_without_echo(std::string_view question) {
  constexpr char interrupt = 0x03;
  constexpr char end_of_input = 0x04;
  constexpr char erase_line = 0x15;
  DescriptorSink terminal(STDERR_FILENO);
  const HiddenInput hidden;
  if (!hidden.is_hidden()) return std::nullopt;
  (void)terminal.write(question);
  std::string typed;
  for (;;) {
    const auto byte = next_byte();
    const bool is_end = !byte || *byte == '\n' || *byte == '\r' || *byte == end_of_input;
    const bool is_interrupt = byte == interrupt;
    if (is_end || is_interrupt) {
      (void)terminal.write("\n");
      return is_interrupt ? std::nullopt : std::optional(typed);
    }
    if (*byte == 0x7F || *byte == '\b') {
      drop_last_character(typed);
    } else if (*byte == erase_line) {
      typed.clear();
    } else if (typed.size() < longest_line) {
      typed += *byte;
    }
  }
}

std::string machine_time_zone() {
  namespace fs = std::filesystem;
  const fs::path zones = "/usr/share/zoneinfo";
  std::string name = environment_variable("TZ").value_or("");
  if (name.starts_with(':')) name.erase(0, 1);
  std::error_code failed;
  if (name.empty()) {
    const std::string target = fs::read_symlink("/etc/localtime", failed).string();
    constexpr std::string_view folder = "zoneinfo/";
    const auto at = target.find(folder);
    if (at != std::string::npos) name = target.substr(at + folder.size());
  }
  const bool is_utc = name == "UTC" || name == "Etc/UTC";
  const bool is_there = name.find("..") == std::string::npos && fs::is_regular_file(zones / name, failed);
  return !name.empty() && !name.starts_with('/') && !is_utc && is_there ? name : std::string();
}

std::string fresh_key() {
  std::array<std::uint64_t, 2> bits{};
  const bool drawn = ::getrandom(bits.data(), sizeof bits, 0) == static_cast<ssize_t>(sizeof bits);
  ensure(drawn, "the system has random bits");
  return fmt::format("cli-{:016x}{:016x}", bits[0], bits[1]);
}

World::Size terminal_size() {
  winsize size{};
  const bool known = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0;
  if (!known) return {};
  return {size.ws_col, size.ws_row};
}

bool input_is_terminal() {
  return ::isatty(STDIN_FILENO) == 1;
}

}  // namespace robson::cli
