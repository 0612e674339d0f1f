#include "routes/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>
#include <unordered_map>

namespace robson::routes {
namespace {

constexpr std::size_t most_cards = 100;

double seconds(Duration duration) {
  return static_cast<double>(duration.count()) / 1e6;
}

}  // namespace

// The series of one route, kept so that a request need not look its labels up.
struct RouteSeries {
  prometheus::Histogram* duration = nullptr;
  std::map<int, prometheus::Counter*> by_status{};
};

struct Metrics::Families {
  std::unordered_map<std::string, RouteSeries> routes{};
  prometheus::Registry registry{};
  prometheus::Family<prometheus::Counter>& requests =
      prometheus::BuildCounter().Name("robson_http_requests_total").Help("Requests answered").Register(registry);
  prometheus::Family<prometheus::Histogram>& durations = prometheus::BuildHistogram()
                                                             .Name("robson_http_request_duration_seconds")
                                                             .Help("Time from request to answer")
                                                             .Register(registry);
  prometheus::Histogram& price_frames =
      prometheus::BuildHistogram()
          .Name("robson_tick_to_frame_seconds")
          .Help("Time from a price's bytes to its frame in the outboxes")
          .Register(registry)
          .Add({}, prometheus::Histogram::BucketBoundaries{0.00005, 0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01,
                                                           0.1});
  prometheus::Family<prometheus::Gauge>& gauges(const char* name, const char* help) {
    return prometheus::BuildGauge().Name(name).Help(help).Register(registry);
  }
  prometheus::Family<prometheus::Counter>& counters(const char* name, const char* help) {
    return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
  }
  prometheus::Gauge& connections = gauges("robson_connections", "Open connections").Add({});
  prometheus::Gauge& sockets =
      gauges("dashboard_ws_clients_gauge", "Open WebSockets of the feed, the prices and the dashboard").Add({});
  prometheus::Gauge& outbox = gauges("robson_outbox_bytes", "Bytes queued for slow readers").Add({});
  prometheus::Gauge& stream = gauges("robson_venue_stream_live", "1 while the venue's stream is live").Add({});
  prometheus::Gauge& feed_readers = gauges("robson_feed_readers", "Readers of the live feed").Add({});
  prometheus::Gauge& log_lag =
      gauges("robson_event_log_lag_seconds", "Time from an event's commit to its readers, of the last one").Add({});
  prometheus::Counter& feed_messages =
      counters("robson_feed_messages_sent_total", "Messages of the feed, one for each reader that got it").Add({});
  prometheus::Counter& feed_conflated =
      counters("robson_feed_conflated_total", "Values replaced by newer ones before a reader got them").Add({});
  prometheus::Counter& feed_slow =
      counters("robson_feed_slow_closes_total", "Readers of the feed closed as too slow").Add({});
  prometheus::Family<prometheus::Counter>& card_clicks =
      counters("dashboard_card_click_total", "Clicks on the cards of the dashboard");
  std::unordered_map<std::string, prometheus::Counter*> cards{};
  prometheus::Family<prometheus::Counter>& signals =
      counters("robson_signals_total", "Signals that producers sent, by what became of the request");
  prometheus::Family<prometheus::Counter>& signal_ends =
      counters("robson_signal_ends_total", "Signals by how they ended: approved, rejected, expired, cancelled");
  prometheus::Gauge& signals_waiting = gauges("robson_signals_waiting", "Signals that wait for a decision").Add({});
  prometheus::Counter& frames = counters("robson_frames_sent_total", "WebSocket frames sent").Add({});
  prometheus::Counter& would_block = counters("robson_would_block_total", "Writes that found the socket full").Add({});
  prometheus::Counter& slow = counters("robson_slow_closes_total", "Connections closed as too slow").Add({});
  prometheus::Family<prometheus::Counter>& quotes =
      counters("robson_price_answers_total", "Price answers by where they came from");
  prometheus::Counter& from_stream = quotes.Add({{"from", "stream"}});
  prometheus::Counter& from_cache = quotes.Add({{"from", "cache"}});
  prometheus::Counter& from_venue = quotes.Add({{"from", "venue"}});
};

Metrics::Metrics() : families_(std::make_unique<Families>()) {}
Metrics::~Metrics() = default;

void Metrics::request(const std::string& route, int status, Duration took) {
  RouteSeries& series = families_->routes[route];
  if (series.duration == nullptr) {
    const prometheus::Histogram::BucketBoundaries bounds{0.0001, 0.001, 0.005, 0.025, 0.1, 0.5, 1, 5};
    series.duration = &families_->durations.Add({{"route", route}}, bounds);
  }
  prometheus::Counter*& counter = series.by_status[status];
  if (counter == nullptr) {
    counter = &families_->requests.Add({{"route", route}, {"status", std::to_string(status)}});
  }
  counter->Increment();
  series.duration->Observe(seconds(took));
}

void Metrics::price_frame(Duration tick_to_frame) {
  families_->price_frames.Observe(seconds(tick_to_frame));
}

void Metrics::card_click(const std::string& name) {
  Families& all = *families_;
  const bool is_known = all.cards.contains(name) || all.cards.size() < most_cards;
  prometheus::Counter*& counter = all.cards[is_known ? name : "other"];
  if (counter == nullptr) counter = &all.card_clicks.Add({{"name", is_known ? name : "other"}});
  counter->Increment();
}

void Metrics::signal(const std::string& outcome) {
  families_->signals.Add({{"outcome", outcome}}).Increment();
}

void Metrics::signal_ended(const std::string& end) {
  families_->signal_ends.Add({{"end", end}}).Increment();
}

std::string Metrics::text(const Gauges& gauges) {
  Families& all = *families_;
  const auto raise = [](prometheus::Counter& counter, std::uint64_t to) {
    counter.Increment(static_cast<double>(to) - counter.Value());
  };
  all.connections.Set(static_cast<double>(gauges.connections));
  all.sockets.Set(static_cast<double>(gauges.readers));
  all.outbox.Set(static_cast<double>(gauges.outbox_bytes));
  all.stream.Set(gauges.venue_stream_live ? 1 : 0);
  all.feed_readers.Set(static_cast<double>(gauges.feed_readers));
  all.signals_waiting.Set(static_cast<double>(gauges.signals_waiting));
  all.log_lag.Set(seconds(gauges.event_log_lag));
  raise(all.feed_messages, gauges.feed_messages);
  raise(all.feed_conflated, gauges.feed_conflated);
  raise(all.feed_slow, gauges.feed_slow_closes);
  raise(all.frames, gauges.frames_sent);
  raise(all.would_block, gauges.would_block);
  raise(all.slow, gauges.slow_closes);
  raise(all.from_stream, gauges.quotes_from_stream);
  raise(all.from_cache, gauges.quotes_from_cache);
  raise(all.from_venue, gauges.quotes_from_venue);
  return prometheus::TextSerializer().Serialize(all.registry.Collect());
}

}  // namespace robson::routes
