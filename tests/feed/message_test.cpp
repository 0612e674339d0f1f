#include "feed/message.hpp"

#include <gtest/gtest.h>

#include "json/msgpack.hpp"
#include "json/write.hpp"

namespace robson::feed {
namespace {

constexpr std::int64_t epoch = 1'767'323'045'000;
constexpr Timestamp noon = Timestamp::from_seconds(1'767'355'200);

TEST(Channels, are_a_set_in_the_order_of_the_table) {
  Channels some{Channel::prices, Channel::orders};
  EXPECT_EQ(some.list(), (std::vector<Channel>{Channel::orders, Channel::prices}));
  some.remove(Channel::prices);
  some.add(Channels{Channel::positions, Channel::orders});
  EXPECT_EQ(some, (Channels{Channel::positions, Channel::orders}));
  EXPECT_FALSE(some.has(Channel::prices));
  EXPECT_EQ(Channels::all().list().size(), std::size_t{channel_count});
  EXPECT_TRUE(Channels{}.list().empty());
  some.remove(Channels::all());
  EXPECT_TRUE(some.empty());
}

TEST(Channels, are_named_as_on_the_wire) {
  EXPECT_EQ(name_of(Channel::pause_state), "pause_state");
  EXPECT_EQ(json::value_of<Channel>("equity"), Channel::equity);
  EXPECT_EQ(json::value_of<Channel>("Equity"), std::nullopt);
}

TEST(MessageText, of_an_ordered_message) {
  const runtime::LogEntry entry{.tenant = {1},
                                .seq = 7,
                                .prev_seq = 3,
                                .channel = "alerts",
                                .type = "alert",
                                .data = R"({"kind":"VENUE","text":"a \"b\"","operation_id":null})",
                                .at = noon};
  EXPECT_EQ(ordered_text(entry, epoch),
            R"({"type":"alert","timestamp":"2026-01-02T12:00:00.000Z","channel":"alerts","epoch":1767323045000,)"
            R"("seq":7,"prev_seq":3,"data":{"kind":"VENUE","text":"a \"b\"","operation_id":null}})");
}

TEST(MessageText, of_a_state_message) {
  EXPECT_EQ(state_text("stats_update", Channel::stats, epoch, 8, noon, "{}"),
            R"({"type":"stats_update","timestamp":"2026-01-02T12:00:00.000Z","channel":"stats",)"
            R"("epoch":1767323045000,"seq":8,"data":{}})");
}

TEST(MessageText, of_a_heartbeat) {
  EXPECT_EQ(heartbeat_text(epoch, 8, noon),
            R"({"type":"heartbeat","epoch":1767323045000,"seq":8,"timestamp":"2026-01-02T12:00:00.000Z"})");
}

TEST(MessageText, of_an_error_names_the_field_when_there_is_one) {
  EXPECT_EQ(error_text("UNKNOWN_CHANNEL", "There is no channel \"x\".", "channels", noon),
            R"({"type":"error","code":"UNKNOWN_CHANNEL","message":"There is no channel \"x\".","field":"channels",)"
            R"("timestamp":"2026-01-02T12:00:00.000Z"})");
  EXPECT_EQ(error_text("NOT_SUBSCRIBED", "Subscribe first.", "", noon),
            R"({"type":"error","code":"NOT_SUBSCRIBED","message":"Subscribe first.",)"
            R"("timestamp":"2026-01-02T12:00:00.000Z"})");
}

TEST(MessageFrame, an_event_of_a_stream_has_an_id_when_it_can_be_resumed_from) {
  EXPECT_EQ(sse_frame("{}")->bytes, "data: {}\n\n");
  EXPECT_EQ(sse_frame("{}", "5-7")->bytes, "id: 5-7\ndata: {}\n\n");
  EXPECT_EQ(net::payload_of(*sse_frame("{}", "5-7")), "id: 5-7\ndata: {}\n\n");
}

TEST(MessageFrame, is_text_or_binary_as_the_encoding_says) {
  EXPECT_EQ(frame_of("{}", Encoding::json)->bytes, "\x81\x02{}");
  EXPECT_EQ(frame_of("{}", Encoding::msgpack)->bytes, "\x82\x01\x80");
  EXPECT_EQ(frame_of("{}", Encoding::sse)->bytes, "data: {}\n\n");
}

TEST(MessageFrame, what_cannot_be_packed_is_told_as_an_error) {
  const auto sorry = json::read_msgpack(net::payload_of(*frame_of("{\"a\":", Encoding::msgpack)));
  ASSERT_TRUE(sorry);
  ASSERT_NE(sorry->find("code"), nullptr);
  EXPECT_EQ(sorry->find("code")->text, "INTERNAL_ERROR");
}

TEST(Message, is_framed_once_for_each_encoding) {
  const MessagePtr message(new Message(R"({"seq":7})", Channel::orders, 5, 7, true));
  EXPECT_EQ(message->json(), R"({"seq":7})");
  EXPECT_EQ(message->channel(), Channel::orders);
  EXPECT_EQ(message->seq(), 7);
  EXPECT_TRUE(message->ordered());
  EXPECT_EQ(message->frame(Encoding::json)->bytes, "\x81\x09{\"seq\":7}");
  EXPECT_EQ(message->frame(Encoding::msgpack)->bytes, "\x82\x06\x81\xa3seq\x07");
  EXPECT_EQ(message->frame(Encoding::sse)->bytes, "id: 5-7\ndata: {\"seq\":7}\n\n");
  for (const Encoding encoding : {Encoding::json, Encoding::msgpack, Encoding::sse}) {
    EXPECT_EQ(message->frame(encoding).get(), message->frame(encoding).get());
  }
}

TEST(Message, a_long_one_is_whole_in_every_encoding) {
  for (const std::size_t size : {100U, 123U, 124U, 65'533U, 65'534U, 1'000'000U}) {
    const std::string json = '"' + std::string(size, 'x') + '"';
    const MessagePtr message(new Message(json, Channel::orders, 5, 7, false));
    EXPECT_TRUE(message->json() == json) << size;
    const auto value = json::read_msgpack(net::payload_of(*message->frame(Encoding::msgpack)));
    ASSERT_TRUE(value) << value.error().text();
    EXPECT_EQ(value->text.size(), size);
  }
}

}  // namespace
}  // namespace robson::feed
