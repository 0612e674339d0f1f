#pragma once
// Pages that are made out of the live feed, without asking the server.
#include <optional>

#include "cli/page.hpp"
#include "client/feed_stream.hpp"

namespace robson::cli {

// One watched page. It may remember what it showed before.
class Live {
 public:
  virtual ~Live() = default;
  // A page that was asked for, on its way to be shown.
  virtual Page fetched(Page page) { return page; }
  // The page as the feed has it now; nothing when the server has to be asked.
  virtual std::optional<Page> page(const client::FeedStream& feed) = 0;
  // Whether programs get a line for every message, not only for the newest state.
  virtual bool tells_everything() const { return false; }
};

}  // namespace robson::cli
