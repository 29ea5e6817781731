"""The plugins that mobiflow brings along: plugins like any other, each can be switched off."""
