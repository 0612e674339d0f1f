#pragma once
// The events of one bot, in order, each once: as a stream where the bot serves one, by polling where it does not or
// while the stream fails. Loop thread; a task of its owner, which outlives it.
//
//   stream of what is after `last` --cut, silent, not served--> a page --> stream again, after a while
//   410: what is held begins later (some were lost: go on with what there is), or ends before `last`: then another bot
//   answers behind the address, or its data were lost. That is never taken for silence: nothing is read any more, and
//   trouble() says why.
#include <functional>

#include "base/timestamp.hpp"
#include "bots/bot_client.hpp"

namespace robson::bots {

class EventFeed {
 public:
  struct Owner {
    // Whether the bot may be asked now.
    std::function<bool()> is_ready;
    // Makes them durable, in order; false: they are not, and must come again.
    std::function<net::Task<bool>(std::vector<bot_api::Event>)> take;
    std::function<FromBot<std::string>(std::string target)> ask;  // through the circuit
    std::function<void()> changed;                                // transport or trouble
  };
  // `last`: the highest id that is durable; 0: none.
  EventFeed(BotClient& client, Owner owner, std::int64_t last);

  net::Task<void> run();
  void stop() { stopping_ = true; }
  bot_api::Transport transport() const { return transport_; }
  const std::string& trouble() const { return trouble_; }
  std::int64_t last() const { return last_; }

 private:
  net::Task<void> follow();
  net::Task<void> read_stream(net::HttpStream& stream);
  // False when the page could not be had.
  net::Task<bool> poll();
  net::Task<bool> begin_anew();
  net::Task<bool> take(std::vector<bot_api::Event> events, std::int64_t last);
  void set(bot_api::Transport transport, std::string trouble);

  BotClient& client_;
  Owner owner_;
  std::int64_t last_;
  bot_api::Transport transport_ = bot_api::Transport::none;
  std::string trouble_{};
  bool streams_ = true;  // until the bot shows that it has none
  bool stopping_ = false;
};

}  // namespace robson::bots
