mod examples;
mod shelf;
