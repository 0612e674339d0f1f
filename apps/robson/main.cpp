// robson: the command line. Wiring only; the commands stand in src/cli.
#include <unistd.h>

#include <csignal>
#include <exception>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "cli/process.hpp"
#include "cli/run.hpp"

int main(int count, char** words) {
  using namespace robson;
  std::signal(SIGPIPE, SIG_IGN);  // a reader that goes early ends us quietly, by the result of write
  log::start("robson", log::Level::off);
  cli::DescriptorSink out(STDOUT_FILENO);
  cli::DescriptorSink err(STDERR_FILENO);
  try {
    const SystemClock clock;
    cli::World world{.out = out,
                     .err = err,
                     .clock = clock,
                     .variable = cli::environment_variable,
                     .read_line = cli::read_input_line,
                     .read_input = cli::read_input,
                     .input_is_terminal = cli::input_is_terminal(),
                     .ask_hidden = cli::ask_without_echo,
                     .size = cli::terminal_size,
                     .version = ROBSON_VERSION,
                     .fresh_key = cli::fresh_key,
                     .time_zone = cli::machine_time_zone()};
    return cli::run(world, std::vector<std::string>(words + 1, words + count));
  } catch (const std::exception& broken) {
    (void)err.write(std::string("robson: ") + broken.what() + "\n");
    return 1;
  }
}
