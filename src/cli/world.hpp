#pragma once
// What a command knows of the process it runs in: streams, terminal, environment, clock. main makes one from the real
// process (process.hpp), tests make their own.
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/timestamp.hpp"

namespace robson::cli {

// Where text goes. Writing to a reader that has gone (a pipe closed early) is not an error: the program ends quietly.
class Sink {
 public:
  enum class Outcome { written, reader_gone, failed };
  virtual ~Sink() = default;
  virtual Outcome write(std::string_view text) = 0;
  virtual bool is_terminal() const = 0;
};

struct World {
  Sink& out;
  Sink& err;
  const Clock& clock;
  // The variable's value; nothing when it is not set.
  std::function<std::optional<std::string>(std::string_view)> variable{};
  // The next line of standard input without its end; nothing at the end of input.
  std::function<std::optional<std::string>()> read_line{};
  // Standard input to its end, byte for byte; nothing when it holds more than `most` bytes.
  std::function<std::optional<std::string>(std::size_t most)> read_input{};
  bool input_is_terminal = false;
  // Asks the person at the terminal without showing what is typed; nothing when interrupted by Ctrl-C.
  std::function<std::optional<std::string>(std::string_view question)> ask_hidden{};
  struct Size {
    int columns = 80;
    int rows = 24;
  };
  // Of the terminal, now.
  std::function<Size()> size{};
  std::string version{};
  // A key that no other call has had, for the server to know a repeated request by.
  std::function<std::string()> fresh_key{};
  std::string time_zone{};  // the machine's, such as Europe/Berlin; empty: UTC, or not known
};

}  // namespace robson::cli
