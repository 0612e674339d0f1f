#pragma once
#include <memory>
#include <optional>

#include "cli/desk.hpp"
#include "cli/live.hpp"
#include "cli/screen.hpp"

namespace robson::cli {

// Shows pages as they change, and what is known while none comes: the last page with its growing age and the reason.
class Watch {
 public:
  explicit Watch(Desk& desk);

  // A new answer. False when there is nobody left to read it.
  bool show(Page page);
  // No answer: the last page grows old. Programs get the error once, as a line on standard error.
  bool show_trouble(const client::Error& error);
  bool in_trouble() const { return trouble_.has_value(); }
  // There is no live feed, while the server itself answers: a line on standard error, on a terminal one in the frame.
  void say_feed_lost(const client::Error& error, Duration interval);
  void say_feed_back();
  // What the program ends with once `show` said false.
  Exit end() const { return desk_.output_failed() ? Exit::failure : Exit::ok; }

 private:
  using Moment = std::chrono::steady_clock::time_point;
  bool draw();
  std::string frame() const;
  bool is_for_people() const;

  Desk& desk_;
  Screen screen_;
  Page page_{};
  Moment answered_{};
  bool first_ = true;
  std::optional<client::Error> trouble_{};
  Moment trouble_since_{};
  std::string feed_trouble_{};
};

// Whether asking again can help: the server is away, busy or in trouble of its own.
bool may_pass(const client::Error& error);
// How long to wait before the next question.
Duration pause_after(const client::Error& error, Duration interval);

// Shows the command's page until Ctrl-C, or until an answer says that it is of no use. It follows the live feed where
// the command says how; whenever that is silent for one interval, or broken, the page is asked for.
net::Task<Exit> watch(Desk& desk);

}  // namespace robson::cli
