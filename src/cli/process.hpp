#pragma once
// The real process as a World: file descriptors, terminal, environment.
#include <string>

#include "cli/world.hpp"

namespace robson::cli {

// Writes to a file descriptor, all of it. Expects SIGPIPE to be ignored.
class DescriptorSink final : public Sink {
 public:
  explicit DescriptorSink(int descriptor) : descriptor_(descriptor) {}
  Outcome write(std::string_view text) override;
  bool is_terminal() const override;

 private:
  int descriptor_;
};

std::optional<std::string> environment_variable(std::string_view name);
// A line of standard input, at most 4 KiB of it.
std::optional<std::string> read_input_line();
// Standard input to its end, byte for byte; nothing when it holds more than `most` bytes.
std::optional<std::string> read_input(std::size_t most);
// Asks at the terminal on standard input with nothing shown; nothing after Ctrl-C, and the terminal as it was.
std::optional<std::string> ask_without_echo(std::string_view question);
// 128 random bits of the system as text.
std::string fresh_key();
// The zone that TZ or /etc/localtime names in the machine's database of zones; empty for UTC and where none is named.
std::string machine_time_zone();
World::Size terminal_size();
bool input_is_terminal();

}  // namespace robson::cli
