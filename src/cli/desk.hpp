#pragma once
// What a command works with: the process's world, the settings, what was asked, the server. Lives for one call of the
// program, on its one thread.
#include <optional>
#include <string>

#include "cli/command.hpp"
#include "cli/world.hpp"
#include "client/api.hpp"

namespace robson::cli {

class Desk {
 public:
  Desk(World& world_of, net::Context& context_of, const Settings& settings_of, const Invocation& asked_for)
      : world(world_of), context(context_of), settings(settings_of), asked(asked_for) {}

  World& world;
  net::Context& context;
  const Settings& settings;
  const Invocation& asked;

  // The server, connected when it is first used.
  client::Api& server();
  // How output may look now; the terminal's width is asked anew.
  Style style() const;
  // How errors may look.
  Style error_style() const;
  // The form a page is written in: what --output says, else a view for a terminal, rows or JSON lines for a pipe.
  Format format(const Page& page) const;

  // Text to standard output; nothing with --quiet. False once the reader has gone or writing failed.
  bool print(std::string_view text);
  // The same for text that was written past it.
  bool wrote(Sink::Outcome outcome);
  // A sentence to standard error; nothing with --quiet.
  void note(std::string_view sentence);
  // An error to standard error, as a sentence or, with --json, as a problem document. Returns its exit code.
  Exit fail(const client::Error& error);
  Exit usage(std::string sentence);
  bool output_failed() const { return output_failed_; }

 private:
  std::optional<client::Api> server_{};
  bool output_failed_ = false;
};

// The page in its form, `elapsed` after it was asked for; with or without the names of the columns.
std::string rendered(const Desk& desk, const Page& page, Duration elapsed, bool headings);
// Shows a page once. The exit code says whether it was stale.
Exit show(Desk& desk, const Page& page);

}  // namespace robson::cli
