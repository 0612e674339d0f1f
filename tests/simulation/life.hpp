#pragma once
// One life of the server, from its start to a crash: the real Runtime on a loop that the simulation polls, with ports
// that wait for simulated events. It may die at every boundary: before and after each commit, before a request leaves,
// while it is under way, and between an answer and its use. From then on it does nothing any more.
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>

#include "runtime/runtime.hpp"
#include "simulation/exchange.hpp"
#include "support/durable_state.hpp"

namespace robson::simulation {

inline const std::string installation = "sim";

// What survives a crash, and what all lives share.
struct Ground {
  World& world;
  Exchange& exchange;
  Faults faults{};
  std::vector<TenantId> tenants{};
  support::DurableState durable{};
  std::vector<engine::EmergencyOrder> emergency{};
  std::set<std::string> sent{};              // client ids that ever went out
  std::map<std::string, TenantId> owners{};  // of operations, by the prefix of their client ids
  int crashes_left = 0;
  int lives = 0;
  int commits = 0;
  int requests = 0;
};

class Life;

// One coroutine waits on it at a time.
struct Signal {
  std::function<void()> resume{};
  bool raised = false;
};

// One tenant's account, as the server reaches it.
class FarAccount final : public runtime::VenueAccount {
 public:
  FarAccount(Life& life, TenantId tenant) : life_(life), tenant_(tenant) {}
  runtime::FromVenue<runtime::AccountRights> rights() override;
  runtime::FromVenue<Balances> balances() override;
  runtime::FromVenue<std::vector<VenueOrder>> open_orders() override;
  net::Task<OrderOutcome> carry_out(VenueRequest request) override;
  void watch(runtime::AccountListener&) override {}
  void stop() override {}

 private:
  void check(const VenueRequest& request);
  void dispatch(VenueRequest request, std::shared_ptr<Signal> answered, std::shared_ptr<OrderOutcome> outcome);

  Life& life_;
  TenantId tenant_;
  std::map<std::string, int> out_;  // requests under way, by operation
};

class Life final : public runtime::Journal, public runtime::EmergencyJournal {
 public:
  Life(Ground& ground, int number);
  ~Life() override;
  Life(const Life&) = delete;
  Life& operator=(const Life&) = delete;

  bool dead() const { return dead_; }
  net::Context& context() { return context_; }
  bool journal_failed() const { return !runtime.takes_commands(); }
  // Does all that can be done without time going by.
  void run();

  net::Task<Result<void, runtime::JournalError>> commit(std::vector<engine::Event> events,
                                                        std::vector<runtime::LogEntry> entries) override;
  bool note(const engine::Effect& effect, Timestamp now) override;

  // From the venue's user stream and its market data.
  void on_order(TenantId tenant, const VenueOrder& order);
  void on_balances(TenantId tenant, const Balances& changed);
  void on_market(const Quote& quote);
  void break_stream(TenantId tenant);
  void break_quotes() {
    quotes_dark_until_ = ground.world.now() + std::chrono::seconds(ground.world.chance.between(4, 20));
  }

  // Draws whether the server dies here; if so, whoever waits for this never goes on.
  net::Task<void> boundary(const char* where);
  net::Task<void> wait(std::shared_ptr<Signal> signal);
  static void raise(const std::shared_ptr<Signal>& signal);
  void later(Duration delay, World::Action action) { ground.world.after(delay, std::move(action), number_); }

  Ground& ground;

 private:
  void begin();
  void open_account(TenantId tenant);
  void read_account(TenantId tenant);
  void read_orders(TenantId tenant);
  void read_balances(TenantId tenant, Timestamp began, const std::vector<VenueOrder>& orders);
  void refresh(const Symbol& symbol);
  void tick();
  void write(const std::vector<engine::Event>& events);
  void check_tenants(const std::vector<engine::Event>& events);
  void die(const char* where);

  int number_;
  bool dead_ = false;
  net::Context context_{1};
  std::vector<std::weak_ptr<Signal>> waiting_;
  struct Pending {
    std::int64_t number = 0;
    std::vector<engine::Event> events{};
  };
  std::deque<Pending> pending_;  // commits on their way to the disk
  std::int64_t last_commit_ = 0;
  Timestamp disk_free_{};
  bool disk_full_ = false;
  bool recovered_ = false;
  std::set<TenantId> streaming_;
  std::set<TenantId> reading_;
  std::set<TenantId> read_again_;
  Timestamp quotes_dark_until_{};

 public:
  runtime::Runtime runtime;

 private:
  std::map<TenantId, std::unique_ptr<FarAccount>> accounts_;
};

}  // namespace robson::simulation
