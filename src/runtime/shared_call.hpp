#pragma once
// SharedCall: many callers ask, the venue is asked once. An answer (or a failure) is kept for `keep` and shared by all
// who ask for the same key; callers that come while it is being fetched wait for that one fetch. Bounded. Loop thread.
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

#include "runtime/ports.hpp"

namespace robson::runtime {

template <class T>
class SharedCall {
 public:
  using Answer = Result<T, VenueError>;
  using Fetch = std::function<FromVenue<T>()>;

  SharedCall(net::Context& context, const Clock& clock, Duration keep, std::size_t most = 1000)
      : context_(context), clock_(clock), keep_(keep), most_(most) {}

  net::Task<Answer> get(std::string key, Fetch fetch) {
    make_room();
    auto& held = entries_[key];
    if (!held) held = std::make_shared<Entry>(context_);
    const std::shared_ptr<Entry> entry = held;
    if (entry->fetching) {
      // The timer is the bell: it is set far away and cancelled when the answer is there.
      co_await entry->bell.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable_t<net::Executor>{}));
    } else if (!is_young(*entry)) {
      const Ringing ringing(*entry);
      ++fetches_;
      entry->answer = co_await fetch();
      entry->fetched = clock_.now();
    }
    if (!entry->answer) {
      co_return Unexpected(VenueError{.kind = VenueErrorKind::unreachable, .text = "The request was interrupted."});
    }
    co_return *entry->answer;
  }

  std::uint64_t fetches() const { return fetches_; }
  // What is held for `key` and when it was fetched, to look at or to bring up to date. nullptr when nothing is.
  T* find(const std::string& key) {
    const auto at = entries_.find(key);
    const bool held = at != entries_.end() && is_young(*at->second) && at->second->answer->has_value();
    return held ? &**at->second->answer : nullptr;
  }
  void forget(const std::string& key) {
    const auto at = entries_.find(key);
    if (at != entries_.end() && !at->second->fetching) entries_.erase(at);
  }

 private:
  using Bell = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                                 boost::asio::wait_traits<std::chrono::steady_clock>, net::Executor>;
  struct Entry {
    explicit Entry(net::Context& context) : bell(context.get_executor()) {}
    std::optional<Answer> answer{};
    Timestamp fetched{};
    bool fetching = false;
    Bell bell;
  };
  // While it lives the entry is being fetched; its end wakes everyone who waits, however the fetch ended.
  struct Ringing {
    explicit Ringing(Entry& e) : entry(e) {
      entry.fetching = true;
      entry.bell.expires_after(std::chrono::hours(1));
    }
    Ringing(const Ringing&) = delete;
    Ringing& operator=(const Ringing&) = delete;
    ~Ringing() {
      entry.fetching = false;
      entry.bell.cancel();
    }
    Entry& entry;
  };

  bool is_young(const Entry& entry) const { return entry.answer && clock_.now() - entry.fetched < keep_; }
  void make_room() {
    if (entries_.size() < most_) return;
    std::erase_if(entries_, [this](const auto& held) { return !held.second->fetching && !is_young(*held.second); });
    if (entries_.size() < most_) return;
    std::erase_if(entries_, [](const auto& held) { return !held.second->fetching; });
  }

  net::Context& context_;
  const Clock& clock_;
  Duration keep_;
  std::size_t most_;
  std::unordered_map<std::string, std::shared_ptr<Entry>> entries_;
  std::uint64_t fetches_ = 0;
};

}  // namespace robson::runtime
