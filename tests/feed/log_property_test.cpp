// Random lives of a log: entries, commits that succeed or fail, state numbers, reservations that are granted late or
// little, the history of earlier runs, and crashes at any moment. After every step:
//   - what readers are told only grows; after a crash too it lies above all that was told before, unless a commit had
//     been lost: then above all that the next run takes for its own
//   - a state number is given only while nothing is on its way to the disk, and never above what is reserved
//   - each message is chained to the durable one before it of its channel
//   - what the log finds is what a plain list of the durable entries says
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <deque>
#include <map>
#include <memory>

#include "feed/log_desk.hpp"

namespace robson::feed {
namespace {

int number(int low, int high) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(low, high + 1));
}
bool one_in(int count) {
  return number(1, count) == 1;
}
const char* any_channel() {
  return *rc::gen::element("orders", "alerts", "positions");
}

// What is on the disk, and what readers know.
struct Tenant {
  Entries rows{};  // by seq
  std::int64_t ceiling = 0;
  std::int64_t seen = 0;
  // Of this run:
  std::int64_t floor = 0;
  bool lost = false;
  bool durable_after_loss = false;
  std::int64_t first_doubtful = 0;  // state number that was given after a loss; 0: none

  std::int64_t newest(std::string_view channel, std::int64_t before) const {
    std::int64_t found = 0;
    for (const auto& row : rows) {
      if (row.channel == channel && row.seq < before) found = row.seq;
    }
    return found;
  }
  Numbers after(std::int64_t seq, Channels channels) const {
    Numbers found;
    for (const auto& row : rows) {
      if (row.seq > std::max(seq, floor) && channels.has(*json::value_of<Channel>(row.channel))) {
        found.push_back(row.seq);
      }
    }
    return found;
  }
};

class Life {
 public:
  Life() { start(); }

  void step() {
    switch (number(0, 11)) {
      case 0:
      case 1:
      case 2:
      case 3: return enter();
      case 4:
      case 5:
      case 6: return commit();
      case 7: return one_in(6) ? lose() : take();
      case 8: return take();
      case 9: return grant();
      case 10: return one_in(3) ? bring_history() : take();
      default: return one_in(4) ? crash() : commit();
    }
  }

  void check() {
    for (const TenantId id : {ann, bob}) {
      const Tenant& tenant = tenants_[id];
      const auto& log = desk_->log;
      RC_ASSERT(log.head(id) >= tenant.seen);
      const std::int64_t top = tenant.rows.empty() ? 5 : tenant.rows.back().seq;
      const std::int64_t seq = one_in(3) ? *rc::gen::inRange<std::int64_t>(0, top + 1) : some_row(tenant);
      Channels channels = Channels::all();
      if (one_in(2)) channels.remove(Channel::orders);
      RC_ASSERT(desk_->walk(id, seq, channels) == tenant.after(seq, channels));
      RC_ASSERT(log.count_after(id, seq) == tenant.after(seq, Channels::all()).size());
      RC_ASSERT(log.holds_after(id, seq) == (seq >= tenant.floor));
    }
  }

 private:
  static std::int64_t some_row(const Tenant& tenant) {
    if (tenant.rows.empty()) return 0;
    return tenant.rows[static_cast<std::size_t>(number(0, static_cast<int>(tenant.rows.size()) - 1))].seq;
  }

  void enter() {
    Entries entries;
    for (int i = number(1, 3); i > 0; --i) entries.push_back(entry(one_in(3) ? bob : ann, any_channel()));
    out_.push_back(desk_->enter(std::move(entries)));
    RC_ASSERT(desk_->told.empty());
  }

  void write(const Entries& entries) {
    for (const auto& row : entries) {
      Tenant& tenant = tenants_[row.tenant];
      RC_ASSERT((tenant.rows.empty() || tenant.rows.back().seq < row.seq));  // rapidcheck takes expressions apart
      tenant.rows.push_back(row);
      tenant.durable_after_loss = tenant.lost;
    }
  }

  void see(TenantId id, std::int64_t seq) {
    RC_ASSERT(seq > tenants_[id].seen);
    tenants_[id].seen = seq;
  }
  void check_chain(TenantId id, const MessagePtr& message) {
    const auto before = tenants_[id].newest(name_of(message->channel()), message->seq());
    RC_ASSERT(feed::number(message, "prev_seq") == before);
  }

  void commit() {
    if (out_.empty()) return;
    const Entries entries = out_.front();
    out_.pop_front();
    write(entries);
    desk_->log.committed(entries);
    std::size_t told = 0;
    for (const Told& one : std::exchange(desk_->told, {})) {
      for (const MessagePtr& message : one.messages) {
        see(one.tenant, message->seq());
        check_chain(one.tenant, message);
        ++told;
      }
    }
    RC_ASSERT(told == entries.size());
  }

  void lose() {
    if (out_.empty()) return;
    const Entries entries = out_.front();
    out_.pop_front();
    desk_->log.lost(entries);
    for (const auto& one : entries) tenants_[one.tenant].lost = true;
    RC_ASSERT(desk_->told.empty());
  }

  void take() {
    const TenantId id = one_in(3) ? bob : ann;
    Tenant& tenant = tenants_[id];
    const auto seq = desk_->log.take(id);
    const bool waits = std::any_of(out_.begin(), out_.end(), [id](const Entries& entries) {
      return std::any_of(entries.begin(), entries.end(), [id](const auto& one) { return one.tenant == id; });
    });
    if (waits) RC_ASSERT(!seq);
    if (!seq) return;
    see(id, *seq);
    if (!tenant.lost) {
      RC_ASSERT(*seq <= tenant.ceiling);
    } else if (tenant.first_doubtful == 0) {
      tenant.first_doubtful = *seq;
    }
  }

  void grant() {
    if (desk_->asked.empty()) return;
    const auto [id, wanted] = desk_->asked.front();
    desk_->asked.erase(desk_->asked.begin());
    std::int64_t& ceiling = tenants_[id].ceiling;
    RC_ASSERT(wanted > ceiling);
    ceiling = one_in(2) ? wanted : std::min(wanted, ceiling + number(0, 4));
    desk_->log.reserved(id, ceiling);
  }

  // Rows that are on the disk already although the log was not told yet may be among it.
  void bring_history() {
    const TenantId id = one_in(3) ? bob : ann;
    Tenant& tenant = tenants_[id];
    const bool is_first = !desk_->log.is_complete(id);
    Entries rows = tenant.rows;
    if (one_in(2) && !out_.empty()) {
      for (const auto& one : out_.front()) {
        if (one.tenant == id) rows.push_back(one);
      }
    }
    const auto skipped = one_in(2) ? number(0, static_cast<int>(rows.size())) : 0;
    rows.erase(rows.begin(), rows.begin() + skipped);
    desk_->log.prepend(id, rows, skipped == 0);
    RC_ASSERT(desk_->log.is_complete(id));
    if (!is_first) return;
    if (skipped == 0) {
      tenant.floor = 0;
    } else if (!rows.empty() && rows.front().seq <= tenant.floor) {
      tenant.floor = rows.front().seq - 1;
    }
    if (skipped > 0) return;  // of the first ones it is not known what was before them
    for (auto message = desk_->log.next(id, 0, Channels::all()); message;
         message = desk_->log.next(id, message->seq(), Channels::all())) {
      check_chain(id, message);
    }
  }

  // Of the commits on their way the first ones may have reached the disk. So may a reservation.
  void crash() {
    const int durable = number(0, static_cast<int>(out_.size()));
    for (int i = 0; i < durable; ++i) write(out_[static_cast<std::size_t>(i)]);
    out_.clear();
    for (const auto& [id, wanted] : desk_->asked) {
      if (one_in(2)) tenants_[id].ceiling = wanted;
    }
    start();
  }

  void start() {
    desk_ = std::make_unique<LogDesk>();
    for (const TenantId id : {ann, bob}) {
      Tenant& tenant = tenants_[id];
      StartOfStream stream{.next_seq = tenant.ceiling + 1};
      for (const auto& row : tenant.rows) {
        stream.next_seq = std::max(stream.next_seq, row.seq + 1);
        stream.last[static_cast<std::size_t>(*json::value_of<Channel>(row.channel))] = row.seq;
      }
      tenant.ceiling = stream.next_seq - 1 + number(0, 3);
      desk_->log.start(id, stream, tenant.ceiling);
      check_start(tenant, desk_->log.head(id));
    }
  }

  static void check_start(Tenant& tenant, std::int64_t head) {
    if (!tenant.lost) {
      RC_ASSERT(head >= tenant.seen);
    } else if (!tenant.durable_after_loss && tenant.first_doubtful != 0) {
      RC_ASSERT(head < tenant.first_doubtful);
    }
    tenant.seen = tenant.floor = head;
    tenant.lost = tenant.durable_after_loss = false;
    tenant.first_doubtful = 0;
  }

  std::map<TenantId, Tenant> tenants_{};
  std::deque<Entries> out_{};
  std::unique_ptr<LogDesk> desk_{};
};

RC_GTEST_PROP(LogProperty, what_is_told_grows_and_is_what_is_durable, ()) {
  Life life;
  for (int i = number(20, 150); i > 0; --i) {
    life.step();
    life.check();
  }
}

}  // namespace
}  // namespace robson::feed
