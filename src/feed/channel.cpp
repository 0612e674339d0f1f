#include "feed/channel.hpp"

namespace robson::feed {

std::vector<Channel> Channels::list() const {
  std::vector<Channel> found;
  for (int i = 0; i < channel_count; ++i) {
    if (has(static_cast<Channel>(i))) found.push_back(static_cast<Channel>(i));
  }
  return found;
}

}  // namespace robson::feed
