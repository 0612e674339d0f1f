#include "simulator/simulator.hpp"

#include "base/ensure.hpp"
#include "simulator/state_saver.hpp"
#include "simulator/venue.hpp"

namespace robson::simulator {
namespace {

constexpr Duration calm_turn = std::chrono::milliseconds(10);
constexpr Duration busy_turn = std::chrono::milliseconds(1);
constexpr std::int64_t busy_ticks_per_second = 50;
constexpr Duration age_check = std::chrono::seconds(10);

net::Task<void> run_later(Duration pause, std::function<void()> act) {
  co_await net::sleep_for(pause);
  act();
}

}  // namespace

class Simulator::Impl : public std::enable_shared_from_this<Impl> {
 public:
  Impl(net::Context& context, const Options& options, MarketSetup setup, const Clock& clock,
       std::optional<StateFolder> folder)
      : context_(context),
        turn_(options.ticks_per_second > busy_ticks_per_second ? busy_turn : calm_turn),
        venue_(
            std::move(setup.symbols), setup.clock, clock, options.limits, options.seed,
            [&context](Duration pause, std::function<void()> act) {
              net::spawn(context, "delayed", run_later(pause, std::move(act)));
            },
            setup.kept ? &*setup.kept : nullptr, std::move(setup.hedge)),
        server_(context, {.host = options.host, .port = options.port, .tls = {}, .limits = {}},
                {[this](net::Request request, net::Respond respond) {
                   serve_rest(venue_, std::move(request), std::move(respond));
                 },
                 [this](const net::Request& request) { return accept_socket(venue_, request); }}) {
    for (const AccountOption& account : options.accounts) {
      ensure(venue_.open(account, setup.clock.market_start), "an account is shared with a key named before");
    }
    if (folder) saver_.emplace(venue_, std::move(*folder));
  }

  Result<void, net::NetError> start() {
    if (auto started = server_.start(); !started) return started;
    net::spawn(context_, "market", move_market(shared_from_this()));
    return {};
  }
  std::uint16_t port() const { return server_.port(); }

  static net::Task<void> stop(std::shared_ptr<Impl> self) {
    self->stopping_ = true;
    co_await self->server_.stop(std::chrono::milliseconds(500));
    if (self->saver_) self->saver_->end(self->venue_.clock.now());
  }

 private:
  static net::Task<void> move_market(std::shared_ptr<Impl> self) {
    Timestamp aged_checked{};
    while (!self->stopping_) {
      const Timestamp wall = self->venue_.clock.now();
      self->venue_.market.advance(wall);
      self->venue_.hedge.advance(wall);
      self->venue_.streams.tick(wall, self->venue_.market.time(wall));
      if (self->saver_) self->saver_->tick(wall);
      if (wall - aged_checked > age_check) {
        aged_checked = wall;
        self->venue_.outlets.close_aged();
      }
      co_await net::sleep_for(self->turn_);
    }
  }

  net::Context& context_;
  Duration turn_;
  Venue venue_;
  net::Server server_;
  std::optional<StateSaver> saver_;
  bool stopping_ = false;
};

Simulator::Simulator(net::Context& context, const Options& options, MarketSetup setup, const Clock& clock,
                     std::optional<StateFolder> folder)
    : impl_(std::make_shared<Impl>(context, options, std::move(setup), clock, std::move(folder))) {}
Simulator::~Simulator() = default;

Result<void, net::NetError> Simulator::start() {
  return impl_->start();
}
std::uint16_t Simulator::port() const {
  return impl_->port();
}
net::Task<void> Simulator::stop() {
  return Impl::stop(impl_);
}

}  // namespace robson::simulator
